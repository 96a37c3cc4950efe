"""Letters and forms of the consultation, in Vietnamese, as DOCX and PDF.

Owns: layout after Decree 30/2020/NĐ-CP and the words of each kind of letter. Does not own: what is said in them.
Invariants: a letter names nothing that its reader could not read on screen; both formats say the same.
"""
