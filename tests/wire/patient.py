"""The real server process with its rates lifted, so that some thousands of bad inputs fit into one test.

Nothing else differs from `python -m chatserver.serve`; what the rates do is tested in test_limits.py.
"""

from rooms import limits

limits.MESSAGES_PER_MINUTE = limits.MESSAGE_BURST = limits.FRAME_BURST = 10**9  # type: ignore[misc]
limits.FRAMES_PER_SECOND = 1e9  # type: ignore[misc]

from chatserver.serve import main  # noqa: E402 - the server reads the rates when it is imported

if __name__ == "__main__":
    main()
