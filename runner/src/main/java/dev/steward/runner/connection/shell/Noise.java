package dev.steward.runner.connection.shell;

/**
 * Leaves out what stands on standard output before the program's own: a login shell's start-up files may print there
 * (bash reads {@code .bashrc} for commands of sshd too). It ends with {@link Protocol#BEGIN}. Not thread-safe.
 */
final class Noise {

    private int matched;

    /**
     * Takes a piece of standard output.
     *
     * @return where in the piece the program's own output begins; its end where all of it came before
     */
    int feed(byte[] bytes, int offset, int length) {
        int at = offset;
        while (at < offset + length && matched < Protocol.BEGIN.length()) {
            byte next = bytes[at++];
            if (next == Protocol.BEGIN.charAt(matched)) {
                matched++;
            } else {
                // the first letter of the mark does not come again in it
                matched = next == Protocol.BEGIN.charAt(0) ? 1 : 0;
            }
        }
        return at;
    }
}
