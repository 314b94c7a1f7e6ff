"""Modules of the standard library that a component holds imported: a program that imports one pays nothing for it.

The rest of the standard library's Python is in the bundle, and costs a program that imports it what running the module costs.
"""

from __future__ import annotations

MODULES = """
__future__ abc argparse array ast asyncio atexit base64 binascii bisect calendar cmath codecs collections collections.abc colorsys
concurrent.futures configparser contextlib contextvars copy csv ctypes.util dataclasses datetime decimal difflib email.utils enum errno fnmatch fractions
functools gc getpass glob graphlib gzip hashlib heapq hmac html html.entities html.parser importlib importlib.abc importlib.machinery
importlib.metadata importlib.resources importlib.util inspect io ipaddress itertools json json.decoder json.encoder json.tool keyword linecache
locale logging logging.handlers marshal math mimetypes numbers opcode operator os os.path pathlib pickle pkgutil platform posixpath pprint queue
quopri random re reprlib sched secrets select shelve shlex shutil signal socket sqlite3 stat statistics string string.templatelib struct
subprocess sys sysconfig tempfile textwrap threading time timeit token tokenize tomllib traceback types typing unicodedata unittest
unittest.mock urllib.error urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo
""".split()

HIDDEN = """
_pydatetime _pydecimal _pylong _strptime encodings.ascii encodings.base64_codec encodings.cp1250 encodings.cp1252 encodings.cp437
encodings.cp850 encodings.hex_codec encodings.idna encodings.iso8859_1 encodings.iso8859_15 encodings.iso8859_2 encodings.latin_1
encodings.punycode encodings.raw_unicode_escape encodings.rot_13 encodings.unicode_escape encodings.utf_16 encodings.utf_16_be
encodings.utf_16_le encodings.utf_32 encodings.utf_8 encodings.utf_8_sig encodings.zlib_codec stringprep
importlib.resources._adapters importlib.readers zoneinfo._common zoneinfo._tzpath
""".split()
"""What others import in the middle of a call."""
