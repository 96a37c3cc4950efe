"""Detectors that are ONNX files, run by ONNX Runtime in a confined process.

Owns: what a file must be to be run (`manifest`, `layouts`), the process it runs in (`worker`, `process`), the detector
on top of it (`detector`).
Does not own: which files are installed, by whom and with whose approval (`toancanh.vision.models`).
Invariants: a file is opened in a confined process only, which holds no secret, writes no file, and is bounded in memory
and time; every output of the file is one that its layout names, with the shape that follows from the input's size and
the number of classes, so that nothing but classes and boxes comes out of it; of the classes only those that are kinds
of `ObjectKind` are read.
"""
