"""Devices taken in: discovered, logged in to, matched with the inventory, checked, set up; jobs that survive restarts.

Owns: jobs over many devices (taking in, changing passwords, applying a template, reading anew) and their reports.
Does not own: cameras (registry makes and changes them, on the right of who asked), pictures (media tries a stream).
Invariants: one log-in per job, tried once per device; two devices with one serial number are named, never merged; an
item that was under way when the process ended begins anew; a report says what the device said after it was told.
"""
