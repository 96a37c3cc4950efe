"""How the place and its plays are made, by SUMO (the extra ``city``): nothing here is needed to read them.

Owns: the authored plan of the district, the demand, the incidents, the recording of a simulation as a play.
"""
