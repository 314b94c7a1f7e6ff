"""A token with every scope, signed with the secret that is given."""

import base64
import hashlib
import hmac
import json
import sys
import time


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(secret: str) -> str:
    claims = {"sub": "tests", "exp": int(time.time()) + 3600, "scope": "read run upload admin"}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{encoded(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())}"


if __name__ == "__main__":
    print(token(sys.argv[1]))
