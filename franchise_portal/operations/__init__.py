"""The pages on which administrators watch the machinery: background jobs and mails.

Jobs and mails lie near the bottom of the street and know neither pages nor people; what is shown
of them, and who asked for another try, is kept here.
"""
