"""Passenger-car units and capacities of mixed traffic: data with source and certainty, replaced without a release.

A file of the same name in ``DATA/catalogues/traffic/`` stands for the one that travels with the program.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the files that travel with the program lie."""
