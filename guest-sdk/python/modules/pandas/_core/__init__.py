"""What pandas is made of here."""
