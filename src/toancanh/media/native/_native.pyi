from toancanh.media.native import Digests, Middles, Pictures

digests: Digests
middles: Middles
pictures: Pictures
