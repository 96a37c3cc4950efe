"""A city's inventory of cameras with known truth, made from a seed.

Owns: who owns what where in truth, what the owners declared of it, and the files they would have sent. Does not own:
the registry, which is filled by its public face. Invariants: the same seed and count give the same city; no real
person, plate or device; addresses are private or reserved for documentation, MACs locally administered.
"""

from toancanh.simulation.city.making import make_city
from toancanh.simulation.city.model import City, CityCamera, DoubleKind, NegativeKind, TruePair

__all__ = ["City", "CityCamera", "DoubleKind", "NegativeKind", "TruePair", "make_city"]
