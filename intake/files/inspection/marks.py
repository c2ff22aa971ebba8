"""What a file says about where it comes from. Nothing is asked of the network, and nobody's name is kept."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from io import BytesIO

from c2pa import C2paError, Context, Reader

from intake.files.inspection import kinds
from intake.files.inspection.found import Mark

# Without a list of signers who are believed: a signature says that nothing was changed since, and not who is right.
_OFFLINE = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": False,
        "verify_timestamp_trust": False,
    }
}
# A picture "made by a trained algorithm", and one into which such a part was put, in the words of the IPTC.
_SOURCE_TYPE = re.compile(rb"digitalsourcetype/(trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia)\b")
_WHOLLY = b"trainedAlgorithmicMedia"
# By these names the common programs note the words that they made a picture from.
_PROMPTS = (b"parameters\0", b"prompt\0", b"workflow\0", b"sd-metadata\0", b"invokeai_metadata\0", b"Dream\0")
_TEXTS = frozenset({b"tEXt", b"iTXt", b"zTXt"})


def marks_of(content: bytes, kind: str) -> list[Mark]:
    """Return what a file says of itself, each once."""
    found = _credentials(content, kind)
    said = {match.group(1) for match in _SOURCE_TYPE.finditer(content)}
    # Content credentials say it in the same words; then they have said it already.
    if Mark.CREDENTIALS_SAY_AI not in found:
        found += [Mark.SAYS_AI] * (_WHOLLY in said) + [Mark.SAYS_PARTLY_AI] * bool(said - {_WHOLLY})
    return found + [Mark.HAS_PROMPT] * (kind == kinds.PNG and _has_prompt(content))


def _credentials(content: bytes, kind: str) -> list[Mark]:
    # Whoever has no credentials, or none that can be read, says nothing.
    with suppress(C2paError):
        reader = Reader.try_create(kind, BytesIO(content), context=Context.from_dict(_OFFLINE))
        if reader is None:
            return []
        told = json.loads(reader.json())
        if told.get("validation_state") == "Invalid":
            return [Mark.CREDENTIALS_BROKEN]
        active = json.dumps(told.get("manifests", {}).get(told.get("active_manifest"), {}))
        is_ai = _SOURCE_TYPE.search(active.encode()) is not None
        return [Mark.CREDENTIALS, *([Mark.CREDENTIALS_SAY_AI] if is_ai else [])]
    return []


def _has_prompt(content: bytes) -> bool:
    return any(name in _TEXTS and body.startswith(_PROMPTS) for name, body in kinds.png_chunks(content))
