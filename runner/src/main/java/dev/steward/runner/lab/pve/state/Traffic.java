package dev.steward.runner.lab.pve.state;

/** The counters of a guest since its start. */
public final class Traffic {

    private long in;
    private long out;
    private long read;
    private long written;

    /** Bytes that came in over the network, and more. */
    public void network(long moreIn, long moreOut) {
        in += moreIn;
        out += moreOut;
    }

    /** Bytes read from and written to its disks, and more. */
    public void disk(long moreRead, long moreWritten) {
        read += moreRead;
        written += moreWritten;
    }

    void reset() {
        in = 0;
        out = 0;
        read = 0;
        written = 0;
    }

    public long in() {
        return in;
    }

    public long out() {
        return out;
    }

    public long read() {
        return read;
    }

    public long written() {
        return written;
    }
}
