"""Training as if the weights and activations already had 8 bits (quantisation-aware training).

Exported, each product is taken in 8 bits: weights with one scale for each output, activations
with one scale and zero point for each text. Here both are rounded in the same way on the way
forward, and gradients pass as if they had not been (straight-through; Jacob et al. 2018). The
model learns to live with what it loses.
"""

from functools import partial

import torch

# What the 8-bit arithmetic of onnxruntime has: activations in 0..255, weights in -127..127.
ACTIVATION_STEPS, WEIGHT_STEPS = 255, 127
LEAST = 1e-8


def round_from_now(model: torch.nn.Module) -> None:
    """Let every linear layer of *model* compute with rounded weights and activations."""
    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.forward = partial(_rounded_product, layer)  # type: ignore[method-assign]


def rounded_weights(weights: torch.Tensor) -> torch.Tensor:
    """*weights* (outputs, inputs) as 8 bits hold them, one scale for each output."""
    scale = weights.detach().abs().amax(1, keepdim=True).clamp_min(LEAST) / WEIGHT_STEPS
    return _straight_through(weights, torch.round(weights / scale) * scale)


def rounded_activations(values: torch.Tensor) -> torch.Tensor:
    """*values* (texts, tokens, units) as 8 bits hold them, one scale and zero point a text."""
    whole = values.detach().float()
    low = whole.amin((1, 2), keepdim=True).clamp_max(0)
    high = whole.amax((1, 2), keepdim=True).clamp_min(0)
    scale = (high - low).clamp_min(LEAST) / ACTIVATION_STEPS
    zero = torch.round(-low / scale)
    steps = (torch.round(whole / scale) + zero).clamp(0, ACTIVATION_STEPS) - zero
    return _straight_through(values, (steps * scale).to(values.dtype))


def _rounded_product(layer: torch.nn.Linear, values: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.linear(
        rounded_activations(values), rounded_weights(layer.weight), layer.bias
    )


def _straight_through(values: torch.Tensor, rounded: torch.Tensor) -> torch.Tensor:
    return values + (rounded - values).detach()
