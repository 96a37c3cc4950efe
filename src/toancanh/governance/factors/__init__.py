"""The second factor: what a person enrols, answers with at sign-in, and proves again within a session.

Owns: authenticator apps (TOTP), passkeys, recovery codes, and the step between a right password and a session.
Invariants: a secret is encrypted by the key ring and shown once; a code is good once; a question is answered once, from
where it was asked; a session that gains a factor is a new one: no token from before is worth more than it was.
"""

from toancanh.governance.factors.model import Account, Answer, Asked, Factor, FactorKind, FactorReset
from toancanh.governance.factors.service import AppOffer, Factors
from toancanh.governance.factors.sign_in import SecondStep
from toancanh.governance.factors.wiring import second_factors

__all__ = [
    "Account",
    "Answer",
    "AppOffer",
    "Asked",
    "Factor",
    "FactorKind",
    "FactorReset",
    "Factors",
    "SecondStep",
    "second_factors",
]
