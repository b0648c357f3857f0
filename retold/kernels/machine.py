"""Kernels as machine code: numba compiles them once, later processes load what was kept without importing numba.

numba takes longer to start than ten thousand reports take to be matched, so this is most of a small run. What is kept is
the object code of plain C functions, made with numba's `cfunc` and llvmlite, in a file whose name says what it was made
from: other sources, another numba or another processor make another file.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

# What each kernel takes, by the name of numpy's type: [] an array, [k] one of k columns, none a whole number. All return one.
_FOLDING = "kinds:u1[] forms:i4[] longer:i4[]"
_SENTENCES = "codes:u4[] kinds:u1[] sentence_starts:i8[] sentence_ends:i8[]"
_TEXTS = f"text:u1[] offsets:i8[] {_FOLDING}"
KERNELS = {
    "words": {
        "read_words": f"text:u1[] start end {_FOLDING} hashes:u8[] starts:i4[] ends:i4[]",
        "find_ngrams": "hashes:u8[] count ngrams:u8[]",
        "winnow": "ngrams:u8[] count window marks:u8[] at",
        "fingerprint": f"{_TEXTS} window ngrams:u4[] ngram_ends:i8[] marks:u8[] mark_ends:i8[] sums:u8[] hashes:u8[] "
        "grams:u8[] least:u8[]",
    },
    "sharing": {
        "note_marks": "marks:u8[] met:u8[]",
        "add_noted": "met:u8[] other:u8[]",
        "keep_repeated": "marks:u8[] mark_ends:i8[] skip:u1[] first_report met:u8[] low_bits keys:u8[]",
        "make_lists": "keys:u8[] low_bits members:i4[] list_ends:i8[] held:i8[]",
        "by_report": "members:i4[] report_ends:i8[] places:i4[]",
        "share_marks": "first until members:i4[] reach_ends:i4[] report_ends:i8[] places:i4[] weights:i4[] held:i8[] floor "
        "pairs:i8[2] total:i8[] touched:i4[]",
        "share_ngrams": "owners:i8[] others:i8[] needed:i4[] ngrams:u4[] ngram_ends:i8[] shared:i4[] table:u8[] counted:i4[] "
        "seen:u1[] hits:u4[]",
        "count_distinct": "reports:i8[] ngrams:u4[] ngram_ends:i8[] distinct:i4[] table:u8[]",
    },
    "digests": {
        "digest_rows": "data:u1[] starts:i8[] ends:i8[] names:u1[] name_starts:i8[] begin take end state:u1[] hexed:u1[] "
        "digests:u1[] named:u1[]",
    },
    "signing": {
        "find_words": f"{_SENTENCES} starts:i4[] ends:i4[] hashes:u8[] word_ends:i8[]",
        "number_words": "hashes:u8[] first slots:i4[] hash_of:u8[] known:i8[] numbers:i4[] places:i4[]",
        "find_doubtful": "codes:u4[] numbers:i4[] ends:i4[] sentence_ends:i8[] word_ends:i8[] flags:u2[] places:i4[]",
        "sum_words": "numbers:i4[] forms:u8[] word_ends:i8[] report_ends:i8[] ngram folded:i8[] sentence_keys:i8[] "
        "ngrams:i8[] ngram_ends:i8[] running:u8[] grams:i8[] order:i4[] room:i4[] heads:i4[]",
        "read_terms": "codes:u4[] sentence_starts:i8[] starts:i4[] numbers:i4[] word_ends:i8[] report_ends:i8[] "
        "term_of:i4[] bits_of:f4[] flags_of:u2[] term_keys:i8[] term_flags:u1[] figure_bits:f4[] figure_flags:u1[] lead "
        "keys:i8[] bits:f4[] times:i4[] flags:i1[] key_ends:i8[] places:i4[] place_ends:i8[] sentence_place_ends:i4[] "
        "place_of:i4[] own_terms:i4[] own_keys:i8[] own_bits:f4[] own_times:i4[] own_flags:u1[] own_seen:i8[] met:i4[] "
        "names:i4[] order:i4[] room:i4[] heads:i4[]",
    },
    "passages": {
        "find_stretches": f"{_TEXTS} owners:i8[] others:i8[] seed places_max miss slack gap drift least density "
        "out_pair:i8[] out_key:u8[] out:i4[8] left:u8[] right:u8[] left_starts:i4[] left_ends:i4[] right_starts:i4[] "
        "right_ends:i4[] head:i4[] held:i4[] following:i4[] "
        "grams:u8[] reached:i4[] stamp:i4[] found:i4[6] order:i8[] keys:i8[]",
    },
    "nearest": {
        "place_terms": "term_keys:i8[] count slots:i4[]",
        "count_terms": "keys:i8[] bits:f4[] ends:i8[] numbers:i8[] slots:i4[] term_keys:i8[] term_bits:f4[] times:i4[] count",
        "find_terms": "keys:i8[] slots:i4[] term_keys:i8[] found:i4[]",
        "weigh_rows": "keys:i8[] times:i4[] flags:i1[] ends:i8[] numbers:i8[] first until slots:i4[] term_keys:i8[] rarity:i4[] "
        "damped:f8[] factors:f8[] list_of:i4[] at row_starts:i8[] row_ends:i8[] lists:i4[] weights:u2[] squares:i8[]",
        "count_lists": "lists:i4[] counts:i8[]",
        "rank_rows": "row_starts:i8[] row_ends:i8[] lists:i4[] cursors:i8[] ranks:i4[]",
        "fill_lists": "first row_starts:i8[] row_ends:i8[] lists:i4[] weights:u2[] cursors:i8[] members:i4[] member_weights:u2[]",
        "find_nearest": "order:i4[] first_report row_starts:i8[] row_ends:i8[] lists:i4[] ranks:i4[] weights:u2[] told:i8[5] "
        "members:i4[] member_weights:u2[] lengths:f8[] least_bits least:f8[] most others:i4[] totals:i8[] met:i4[] out:i4[] best:f8[]",
        "sketch_rows": "keys:i8[] times:i4[] flags:i1[] ends:i8[] numbers:i8[] first until slots:i4[] term_keys:i8[] "
        "term_bits:f4[] rarity:i4[] damped:f8[] factors:f8[] at row_starts:i8[] row_ends:i8[] heads:i4[] weights:u2[] bits:u1[] "
        "squares:f8[] masses:f8[]",
        "worth_comparing": "left:i4[] right:i4[] left_first left_starts:i8[] left_ends:i8[] left_heads:i4[] left_weights:u2[] "
        "left_bits:u1[] right_first right_starts:i8[] right_ends:i8[] right_heads:i4[] right_weights:u2[] right_bits:u1[] "
        "lengths:f8[] masses:f8[] limits:f8[] out:u1[]",
        "in_neighbourhoods": "ends:i8[] others:i4[] seen:u1[] order:i4[]",
        "pair_up": "left:i4[] right:i4[] ends:i8[] others:i4[]",
        "hold_names": "keys:i8[] flags:i1[] ends:i8[] numbers:i8[] slots:i4[] term_keys:i8[] list_of:i4[] story_of:i4[] held:i4[] "
        "singles:i4[] least:i4[] most:i4[]",
        "unite": "left:i4[] right:i4[] root:i4[]",
        "link_pieces": "piece_ends:i8[] pair_ends:i8[] left:i4[] right:i4[] scores:i4[] least nearest group_of:i4[] heads:i4[] "
        "labels:i4[] sizes:i4[] marks:i4[] to:i4[] following:i4[] before:i4[] totals:i8[] ranks:i8[] heap:i4[] places:i4[]",
    },
    "alike": {
        "measure": "term_ends:i8[] bits:f4[] rarities:f8[] weights:f8[] times:i4[] flags:i1[] report_sentences:i8[] "
        "sentence_ends:i4[] report_places:i8[] places:i4[] limits:f8[] measures:f8[6] forms:i4[] form_masses:f8[] "
        "report_forms:i8[]",
        "compare": "pairs:i8[2] limits:f8[] keys:i8[] bits:f4[] rarities:f8[] weights:f8[] times:i4[] flags:i1[] "
        "term_ends:i8[] days:i4[] outlets:i8[] noted:u1[] sentence_keys:i8[] sentence_words:i4[] by_key:i8[] "
        "sentence_ends:i4[] report_sentences:i8[] places:i4[] report_places:i8[] ngrams:i8[] report_ngrams:i8[] "
        "measures:f8[6] forms:i4[] form_masses:f8[] report_forms:i8[] mine:i8[] theirs:i8[] left_kept:u1[] right_kept:u1[] "
        "left_out:u1[] right_out:u1[] partner:i4[] stamp:f8[] kept:i8[] counts:i4[5] shares:f8[4]",
    },
}


def _folder_of(package: str) -> str:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return os.path.dirname(found.origin)


# Whoever imports this is told at once that they are missing, not when a kernel is to be compiled.
_PACKAGES = [_folder_of(package) for package in ("numba", "llvmlite")]
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_lock = Lock()
# What code generation may call for, of the C library.
_FROM_C = {"memset", "memcpy", "memmove"}


def run(module: str, name: str, *arguments: Any) -> int:
    """What the kernel returns. Other threads of Python go on while it runs."""
    call, forms = _kernel(module, name)
    if len(arguments) != len(forms):
        raise TypeError(f"{module}.{name} takes {len(forms)} arguments, not {len(arguments)}")
    given: list[Any] = []
    for value, (field, form, columns) in zip(arguments, forms):
        if not form:
            given.append(int(value))
            continue
        if (
            value.dtype != form
            or not value.flags.c_contiguous
            or value.shape[1:] != ((columns,) if columns else ())
            or not value.flags.aligned
        ):
            raise TypeError(f"{module}.{name}: {field} is {value.dtype}{value.shape}, not {form} in one piece")
        given += (value.ctypes.data, len(value))
    if os.environ.get("NUMBA_BOUNDSCHECK", "0") != "0":
        # As numba calls it, which then looks after the bounds of arrays.
        return int(getattr(importlib.import_module(f"retold.kernels.loops.{module}"), name)(*arguments))
    return call(*given)


def make(module: str) -> None:
    """Compiles the kernels of a module if they are not kept yet, so that no later run has to: some seconds."""
    for name in KERNELS[module]:
        _kernel(module, name)


def make_all() -> None:
    """Compiles all kernels that are not kept yet: half a minute, once."""
    for module in KERNELS:
        make(module)


def _kernel(module: str, name: str) -> tuple[Callable[..., int], list[tuple[str, str, int]]]:
    with _lock:
        return _find(module, name)


@cache
def _find(module: str, name: str) -> tuple[Callable[..., int], list[tuple[str, str, int]]]:
    forms = _forms(KERNELS[module][name])
    kinds = [k for _, form, _ in forms for k in ((ctypes.c_void_p, ctypes.c_int64) if form else (ctypes.c_int64,))]
    return ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(_engine(module).get_function_address(f"retold_{name}")), forms


def _forms(said: str) -> list[tuple[str, str, int]]:
    """(name, type or "" for a number, columns or 0) of what a kernel takes."""
    forms = []
    for part in said.split():
        field, _, form = part.partition(":")
        form, _, columns = form.partition("[")
        forms.append((field, form and np.dtype(form).name, int(columns.rstrip("]") or 0)))
    return forms


@cache
def _engine(module: str) -> Any:
    """The machine code of a module, ready to be called for as long as the process lives: it is there once, made under the lock."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    name, processor, features = _name(module)
    target = binding.Target.from_default_triple().create_target_machine(processor, features, opt=3, jit=True)
    code = _kept(name)
    if code is None:
        code = _compile(module, target)
        _keep(name, code)
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target)
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine


@cache
def _name(module: str) -> tuple[str, str, str]:
    """The file that holds a module's machine code for this machine, with the processor and its features."""
    from llvmlite import binding

    processor, features = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    return f"{module}-{_key(module, binding.get_default_triple(), processor, features)}.o", processor, features


def are_made(modules: Iterable[str] = tuple(KERNELS)) -> bool:
    """Whether no kernel of these modules is left to compile on this machine."""
    return all(_kept(_name(module)[0]) is not None for module in modules)


def _key(module: str, *machine: str) -> str:
    """What stands for all that the machine code depends on."""
    digest = hashlib.sha256(repr((KERNELS[module], sys.version_info[:2], machine)).encode())
    files = [__file__, *(os.path.join(_FOLDER, f"{name}.py") for name in ("folding", "flags"))]
    files += [os.path.join(_FOLDER, "loops", f"{name}.py") for name in dict.fromkeys(("words", module))]
    files += [os.path.join(folder, "_version.py") for folder in _PACKAGES]
    for path in files:
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()[:20]


def _folders() -> list[str]:
    """Where machine code may be kept, the first that can be written to: where numba would, beside the sources, with the user."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    named = os.environ.get("NUMBA_CACHE_DIR")
    return [*([named] if named else []), os.path.join(_FOLDER, "__pycache__"), os.path.join(home, "retold")]


def _kept(name: str) -> bytes | None:
    for folder in _folders():
        try:
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
        except OSError:
            continue
        # A file is written beside its place and moved there; what a disk lost of it since is not run.
        if hashlib.sha256(data[32:]).digest() == data[:32]:
            return data[32:]
    return None


def _keep(name: str, code: bytes) -> None:
    for folder in _folders():
        try:
            os.makedirs(folder, exist_ok=True)
            handle, path = tempfile.mkstemp(dir=folder, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            os.replace(path, os.path.join(folder, name))
            return
        except OSError:
            continue


def _compile(module: str, target: Any) -> bytes:
    """The object code of a module's kernels."""
    from llvmlite import binding
    from numba import carray, cfunc, types

    loops = importlib.import_module(f"retold.kernels.loops.{module}")
    whole = binding.parse_assembly("")
    whole.triple = target.triple
    whole.data_layout = str(target.target_data)
    for name, said in KERNELS[module].items():
        signature, parameters, passed = [], [], []
        for n, (_, form, columns) in enumerate(_forms(said)):
            if form:
                signature += [types.CPointer(getattr(types, form)), types.int64]
                parameters += [f"p{n}", f"n{n}"]
                passed.append(f"carray(p{n}, (n{n}, {columns}))" if columns else f"carray(p{n}, n{n})")
            else:
                signature.append(types.int64)
                parameters.append(f"n{n}")
                passed.append(f"n{n}")
        source = f"def entry({', '.join(parameters)}):\n    return kernel({', '.join(passed)})\n"
        space: dict[str, Any] = {"carray": carray, "kernel": getattr(loops, name)}
        exec(source, space)
        made = cfunc(types.int64(*signature), error_model="numpy")(space["entry"])
        part = binding.parse_assembly(made.inspect_llvm())
        for function in part.functions:
            if function.name == made.native_name:
                function.name = f"retold_{name}"
            elif not function.is_declaration:
                function.linkage = "internal"
        for variable in part.global_variables:
            if not variable.is_declaration:
                variable.linkage = "internal"
        whole.link_in(part)
    # What numba puts around a function for errors is not reached, and goes.
    tuning = binding.create_pipeline_tuning_options(speed_level=3)
    builder = binding.create_pass_builder(target, tuning)
    builder.getModulePassManager().run(whole, builder)
    outside = {f.name for f in whole.functions if f.is_declaration and not f.name.startswith("llvm.")}
    if outside - _FROM_C:
        raise AssertionError(f"the kernels of {module} call {', '.join(sorted(outside - _FROM_C))}")
    return bytes(target.emit_object(whole))
