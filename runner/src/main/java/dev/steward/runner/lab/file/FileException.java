package dev.steward.runner.lab.file;

/** A system call on a demo host that failed; the host's program turns it into its own words. */
public final class FileException extends RuntimeException {

    private final transient Errno errno;

    /** A failure. */
    public FileException(Errno errno) {
        super(errno.text(), null, false, false);
        this.errno = errno;
    }

    /** Why. */
    public Errno errno() {
        return errno;
    }
}
