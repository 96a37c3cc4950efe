"""What the public gets of traffic: the state of segments whose owners decided so, as GeoJSON, DATEX II and CSV.

Owns: the public's formats, how often and how much of them is given.
Does not own: who decides (`governance`, by `network.Networks.publish`), the page (`web`).
Invariants: no picture, no vehicle, no camera, no place in a view; nothing of a protected camera or of the defence; a
figure is the same for everybody and is made once a minute at most. See docs/guide/open-data.md.
"""
