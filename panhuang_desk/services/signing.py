"""The office's signature under a report: one line after the PDF's end, by which any changed byte is found.

The key pair is Ed25519 and stands in the office's own file only. Whoever has its public half, from a card or from a
paper on which the fingerprint is printed, knows whose signature it is.
"""

from __future__ import annotations

import hashlib
import re

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.report import Report
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store
from panhuang_desk.store.key_pairs import KeyPair, keep_key_pair, key_pair

PURPOSE = "signing"
_LINE = re.compile(rb"%PHDSIG1 ed25519 ([0-9a-f]{64}) ([0-9a-f]{128})\n\Z")
_CARD_LINE = "panhuang-signing-key ed25519"


@attrs.frozen
class Signature:
    """The signature that a PDF ends with. `content` is what is signed; `good` tells whether it is unchanged."""

    content: bytes
    public: str
    good: bool


def sign(session: Session, content: bytes) -> bytes:
    """A PDF with the office's signature; the key pair is made where the file has none yet."""
    from nacl.signing import SigningKey  # loaded on first use

    pair = _own_pair(session.store)
    signature = SigningKey(bytes.fromhex(pair.private)).sign(content).signature
    return content + f"%PHDSIG1 ed25519 {pair.public} {signature.hex()}\n".encode("ascii")


def signed_report(session: Session, report: Report) -> bytes:
    """A report's PDF that says by which key it is signed, with the signature."""
    from panhuang_desk.report.periodic import report_bytes  # reportlab is loaded on first use

    return sign(session, report_bytes(report, key=fingerprint(_own_pair(session.store).public)))


def signature_of(content: bytes) -> Signature | None:
    """The signature of a PDF, checked; None where it has none."""
    from nacl.exceptions import BadSignatureError  # loaded on first use
    from nacl.signing import VerifyKey

    found = _LINE.search(content[-256:])
    if found is None:
        return None
    public, signature = (part.decode("ascii") for part in found.groups())
    body = content[:len(content) - len(found[0])]
    try:
        VerifyKey(bytes.fromhex(public)).verify(body, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return Signature(body, public, good=False)
    return Signature(body, public, good=True)


def fingerprint(public: str) -> str:
    """What people compare of a public key: six groups of four signs."""
    digest = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:24].upper()
    return " ".join(digest[at:at + 4] for at in range(0, 24, 4))


def public_key(store: Store) -> str:
    """The public half of the file's signing key; empty where it has none."""
    pair = key_pair(store, PURPOSE)
    return pair.public if pair else ""


def signing_card(session: Session) -> str:
    """The public key as a small text to hand out; the key pair is made where the file has none yet."""
    public = _own_pair(session.store).public
    return (f"{session.place}　报告签名公钥\n"
            "收到有签名的报告时，用它核对是不是这个办公室签的、有没有改动过。可以公开，可以复制。\n"
            f"指纹：{fingerprint(public)}\n\n{_CARD_LINE} {public}\n")


def read_card(text: str) -> str:
    """The public key on a card; UserError where there is none."""
    found = re.search(rf"^{_CARD_LINE} ([0-9a-f]{{64}})\s*$", text, re.MULTILINE)
    if found is None:
        raise UserError("这个文件里没有签名公钥。", "请用 signing-card 生成的文件。", code="card")
    return found[1]


def _own_pair(store: Store) -> KeyPair:
    """The office's key pair, made on first use."""
    from nacl.signing import SigningKey  # loaded on first use

    if store.home:
        raise UserError("签名用的是街道办公室的密钥，村（社区）的文件里没有。", "请在街道的文件里签名。", code="no_key")
    pair = key_pair(store, PURPOSE)
    if pair is None:
        if store.read_only:
            raise UserError("这个文件还没有签名密钥，现在又只能读，做不了密钥。", "请先关闭打开它的窗口，再试一次。",
                            code="no_key")
        made = SigningKey.generate()
        keep_key_pair(store, PURPOSE, KeyPair(bytes(made.verify_key).hex(), bytes(made).hex()))
        pair = key_pair(store, PURPOSE)
        assert pair is not None
    return pair
