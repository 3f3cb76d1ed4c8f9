"""Background work as rows of the same database: queued, claimed by one worker, watched, cancelled, taken up again.

A room writes handlers in its `jobs.py` (`@job("backlog.import")`, see registry) and queues them with
`actions.enqueue` in the transaction of the change that wants them.
"""
