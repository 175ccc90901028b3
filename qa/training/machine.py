"""What the machine at hand trains on, and in what arithmetic.

An accelerator is taken where there is one. bfloat16 is used where the processor multiplies it
itself; elsewhere it is imitated, and slower than float32 by more than a hundred times (0.9 against
135 GFLOP/s, on two cores with AVX2 alone).
"""

from contextlib import AbstractContextManager

import torch


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_bfloat16(place: torch.device) -> bool:
    if place.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    known = torch.cpu.get_capabilities()
    return any(known.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def arithmetic(place: torch.device) -> AbstractContextManager[object]:
    """Within it products are taken in bfloat16 where *place* has it; weights stay float32."""
    return torch.autocast(place.type, dtype=torch.bfloat16, enabled=has_bfloat16(place))
