"""Pictures and files as readers send them, made here; small, so that a test opens them quickly."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import c2pa
import pillow_heif
import pypdfium2
import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()

_NAME, _HOUSE = NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME


def screenshot(words: str = "Ab morgen kostet WhatsApp Geld!", *, size: tuple[int, int] = (540, 960)) -> Image.Image:
    """Draw what a screenshot looks like to a program: a light ground, some boxes, some words."""
    drawn = Image.new("RGB", size, "#ece5dd")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, size[0], size[1] // 12), fill="#075e54")
    pen.rounded_rectangle((20, size[1] // 6, size[0] - 60, size[1] // 3), radius=12, fill="white")
    pen.text((40, size[1] // 5), words, fill="black")
    return drawn


def packed(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def png(words: str = "Ab morgen kostet WhatsApp Geld!") -> bytes:
    """Return a small screenshot as PNG."""
    return packed(screenshot(words))


def pdf(pages: int = 1, *, width: float = 595, height: float = 842) -> bytes:
    """Return an empty PDF; its pages are of A4 in points unless said otherwise."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def drawn_code(words: str) -> Image.Image:
    """Draw a picture in which a QR code stands."""
    written = io.BytesIO()
    segno.make(words).save(written, kind="png", scale=8)
    whole = screenshot(size=(700, 700))
    whole.paste(Image.open(written).convert("RGB"), (120, 260))
    return whole


def with_code(words: str) -> bytes:
    """Return the same as PNG."""
    return packed(drawn_code(words))


def with_prompt(words: str) -> bytes:
    """Return a PNG as programs write it that make pictures from words."""
    noted = PngInfo()
    noted.add_text("parameters", words)
    return packed(screenshot(), pnginfo=noted)


def with_credentials(*, is_ai: bool) -> bytes:
    """Return a JPEG with content credentials, signed by somebody whom nobody knows."""
    kind = "trainedAlgorithmicMedia" if is_ai else "digitalCapture"
    source = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": source}]}
    builder = c2pa.Builder(
        {
            "claim_generator_info": [{"name": "test", "version": "1"}],
            "assertions": [{"label": "c2pa.actions", "data": actions}],
        }
    )
    signed = io.BytesIO()
    builder.sign(_signer(), "image/jpeg", io.BytesIO(packed(screenshot(), "JPEG")), signed)
    return signed.getvalue()


@cache
def _signer() -> c2pa.Signer:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("root", root_key.public_key(), None, root_key)
    leaf = _certificate("leaf", key.public_key(), root, root_key)
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (leaf, root))
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain, own, None))


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, issuer: x509.Certificate | None, signing: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    called = x509.Name([x509.NameAttribute(attribute, name) for attribute in (_NAME, _HOUSE)])
    is_root, today = issuer is None, datetime.now(UTC)
    may = {"key_cert_sign": is_root, "crl_sign": is_root, "digital_signature": not is_root}
    may_not = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called if issuer is None else issuer.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**may, **may_not, decipher_only=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if not is_root:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return built.sign(signing, hashes.SHA256())
