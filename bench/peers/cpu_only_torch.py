"""Lets PyTorch's Linux wheel from PyPI run on the CPU without the CUDA libraries it is linked to.

usage: PYTHON_OF_THE_VENV cpu_only_torch.py         (needs gcc, nm and readelf)

The wheel's libraries name cuBLAS, cuDNN and the rest as needed, so that `import torch` fails without them,
although nothing in them is called where there is no GPU. For each one that is missing this compiles a stand-in
into torch/lib with the same name and symbols, whose functions return an error. The CPU code is untouched.
"""

import glob
import os
import re
import subprocess
import sys
import sysconfig
import tempfile

NEEDED = re.compile(r"lib(cublas|cublasLt|cudnn|cufft|cufile|cupti|cusparse|cusparseLt|nccl|nvrtc|nvshmem_host)\.so")
SYMBOL = re.compile(r"(cu[A-Z]|cublas|cudnn|cufft|cusparse|cupti|nccl|nvrtc|nvshmem)")


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def undefined_symbols(libraries):
    """(name, version or '') of every symbol that the libraries expect of CUDA's."""
    symbols = set()
    for library in libraries:
        for entry in output_of("nm", "-D", "--undefined-only", library).split():
            if SYMBOL.match(entry):
                name, _, version = entry.partition("@")
                symbols.add((name, version.lstrip("@")))
    return symbols


def versions_by_file(libraries):
    """Symbol versions that the libraries expect, by the file that has to define them."""
    versions = {}
    for library in libraries:
        file = None
        for line in output_of("readelf", "--version-info", "--wide", library).splitlines():
            if found := re.search(r"File: (\S+)", line):
                file = found[1]
            elif file and (found := re.search(r"Name: (\S+)", line)):
                versions.setdefault(file, set()).add(found[1])
    return versions


def compile_stand_in(target, symbols, versions):
    name = os.path.basename(target)
    with tempfile.TemporaryDirectory() as folder:
        source, script = os.path.join(folder, "stand_in.c"), os.path.join(folder, "versions.map")
        with open(source, "w", encoding="ascii") as file:
            file.writelines(f"int {symbol}(void) {{ return 999; }}\n" for symbol in sorted(symbols))
        flags = [f"-Wl,-soname,{name}"]
        if versions:
            with open(script, "w", encoding="ascii") as file:
                file.write("".join(f"{v} {{ {'global: *; ' if i == 0 else ''}}};\n" for i, v in enumerate(versions)))
            flags.append(f"-Wl,--version-script={script}")
        command = ["gcc", "-shared", "-fPIC", "-w", "-fno-builtin", *flags, "-o", target, source]
        subprocess.run(command, check=True)


def main():
    folder = os.path.join(sysconfig.get_path("purelib"), "torch", "lib")
    libraries = [path for path in glob.glob(os.path.join(folder, "*.so")) if re.search("torch|c10|caffe2", path)]
    needed = {name for path in libraries for name in re.findall(r"NEEDED.*\[(.+)\]", output_of("readelf", "-d", path))}
    symbols, versions = undefined_symbols(libraries), versions_by_file(libraries)
    for name in sorted(filter(NEEDED.match, needed)):
        own = versions.get(name, set())
        # Symbols without a version may be defined by any of them: NCCL's stand-in does.
        mine = {s for s, version in symbols if version in own or (not version and name.startswith("libnccl"))}
        compile_stand_in(os.path.join(folder, name), mine, sorted(own))
        print(f"{name}: stand-in with {len(mine)} symbols", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
