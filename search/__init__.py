"""The engine: texts with numbers go in, ranked numbers come out; what they are about is their owner's business."""

import os

# onnxruntime writes a device number and reports how it is used to its maker, and the hub's client counts calls,
# unless told otherwise before they are imported. Readers' houses are not to be counted, so it is said here,
# where every import of them passes.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
