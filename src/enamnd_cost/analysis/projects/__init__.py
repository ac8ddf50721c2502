"""What has been decided of projects, who takes part, and what of their cost has come about.

``parties`` is who was in when, and what each pays and has settled, ``ledger`` puts together what
the files say of each project on a day, and ``report`` lays it out.
"""
