"""The key of a file: derived from the passphrase as SQLCipher 4 does with its defaults, and checked against pages."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError

PAGE = 4096
"""Bytes of a page."""
SALT = 16
"""Bytes of salt at the head of the file."""
_MAC = 64
_ROUNDS = 256_000
_HMAC_SALT_MASK = 0x3A
_HMAC_ROUNDS = 2
_KEY = 32


@attrs.frozen(slots=False)
class Key:
    """A derived key with the salt it belongs to. Its text form gives nothing away."""

    secret: bytes = attrs.field(repr=False)
    salt: bytes = attrs.field(repr=False)

    @property
    def pragma(self) -> str:
        """The raw form that costs no derivation: `x'<key><salt>'`."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"

    @cached_property
    def _mac_key(self) -> bytes:
        mac_salt = bytes(byte ^ _HMAC_SALT_MASK for byte in self.salt)
        return hashlib.pbkdf2_hmac("sha512", self.secret, mac_salt, _HMAC_ROUNDS, _KEY)

    def opens_page(self, page: bytes, number: int) -> bool:
        """Whether this key wrote this page unharmed. `number` counts from 1; a page has 4096 bytes."""
        if len(page) != PAGE:
            return False
        body = page[SALT:] if number == 1 else page
        mac = hmac.new(self._mac_key, body[:-_MAC] + number.to_bytes(4, "little"), "sha512")
        return hmac.compare_digest(mac.digest(), body[-_MAC:])


def normal_passphrase(passphrase: str) -> str:
    """The passphrase in the one form that is used everywhere; UserError where it cannot be one."""
    normal = unicodedata.normalize("NFC", passphrase)
    if not normal:
        raise UserError("口令是空的。", "请输入口令。", code="passphrase_empty")
    if normal[:2].lower() == "x'" and normal.endswith("'"):
        raise UserError("这样的口令不能用：x'…' 是给程序用的写法。", "请换一个口令。", code="passphrase_raw")
    if "\0" in normal:
        raise UserError("口令里有看不见的字符。", "请重新输入口令。", code="passphrase_control")
    return normal


def derive_key(passphrase: str, salt: bytes) -> Key:
    """The key of a file with this salt; takes 100 to 300 ms, so it is derived once and kept."""
    secret = hashlib.pbkdf2_hmac("sha512", normal_passphrase(passphrase).encode(), salt, _ROUNDS, _KEY)
    return Key(secret, salt)


def read_salt(path: Path) -> bytes:
    """The first 16 bytes of a file; fewer where it is shorter."""
    with path.open("rb") as stream:
        return stream.read(SALT)


def read_pages(path: Path) -> Iterator[bytes]:
    """The pages of a file in order; the last may be shorter."""
    with path.open("rb") as stream:
        while page := stream.read(PAGE):
            yield page
