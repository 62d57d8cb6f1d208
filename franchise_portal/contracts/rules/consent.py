"""The words under which somebody signs. Changing them asks for another version.

The words as they were shown, in the signer's language, are kept with each signature.
"""

from typing import Final

from ...kit.i18n import N_

CONSENT_VERSION: Final = "1"

CONSENT: Final = N_(
    "I have opened and read the document with the digest shown here, and I sign it electronically. "
    "The name that I type stands for my signature by hand. I agree that the time, my network "
    "address, the name of my browser and how I was recognised are kept as evidence and printed on "
    "the certificate page of the signed file, which all who sign receive."
)
