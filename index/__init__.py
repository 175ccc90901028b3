"""Articles, and how they are kept and found. Nothing here reaches another machine."""

import os

# The hub's client reads these when it is imported, so they are set before anything can import
# it: then even a mistake of ours, or a library's, asks no other machine for anything.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
