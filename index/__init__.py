"""Articles, and how they are kept and found. Nothing here reaches another machine."""

import os

# Libraries read these when they are imported, so they are set before anything can import them:
# the hub's client asks no other machine for anything, and onnxruntime reports nothing (without
# this it writes a device id into the home folder and looks for its maker's host).
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
