"""What a newcomer pays for what others have paid, and who gets it back.

``deals`` is what is settled now and what the service's file says was settled before, ``worlds`` the
service's years as they were paid and as they would have been shared with others, ``run`` the whole
way, and ``report`` lays it out.
"""
