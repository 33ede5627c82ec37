"""bitsandbytes without its native library, as on a machine that the library does not fit.

The library's CPU build finds the byte of a block's magnitude in a table of 65,536 steps, which is not always the nearest
value's. CUDA kernels and the portable implementation take the nearest, so the fixtures are made with the portable one.
"""

import ctypes
import os

os.environ["TORCHDYNAMO_DISABLE"] = "1"  # What is compiled may flush the smallest numbers to zero.

import torch  # noqa: E402  Import after the variable is set, which it reads.

_load = ctypes.cdll.LoadLibrary


def _refuse(path: str) -> ctypes.CDLL:
    if "libbitsandbytes" in str(path):
        raise OSError("The portable implementation is wanted.")
    return _load(path)


ctypes.cdll.LoadLibrary = _refuse
import bitsandbytes  # noqa: E402  Import while the library is out of reach.
from bitsandbytes import functional  # noqa: E402

ctypes.cdll.LoadLibrary = _load

VERSIONS = {"bitsandbytes": bitsandbytes.__version__, "torch": torch.__version__.split("+")[0]}


def quantised(values: torch.Tensor, double: bool = True) -> tuple[torch.Tensor, functional.QuantState]:
    """The codes of NF4 in blocks of 64 and their state, by default with double quantisation."""
    return functional.quantize_4bit(values, blocksize=64, quant_type="nf4", compress_statistics=double)


def rounded(values: torch.Tensor) -> torch.Tensor:
    """The values that NF4 with double quantisation stands for."""
    return functional.dequantize_4bit(*quantised(values))
