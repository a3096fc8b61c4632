package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.Optional;

/** Answers for one connection whether a host key is known, by a rule; keeps the key that was shown. */
final class HostKeys implements HostKeyRepository {

    private HostKeyRepository known;
    private final HostKeyRule rule;
    private final KnownHostsFile file;
    private byte[] shown;
    private String name;
    private boolean accepted;

    HostKeys(HostKeyRepository known, HostKeyRule rule, KnownHostsFile file) {
        this.known = known;
        this.rule = rule;
        this.file = file;
    }

    /** The key that the server showed. */
    Optional<byte[]> shown() {
        return Optional.ofNullable(shown);
    }

    /** Lets go of what was read: the login is over, and its session may live long. */
    void done() {
        known = new JSch().getHostKeyRepository();
    }

    /**
     * Whether the files still say today that the key of a session which they once let in is the host's.
     *
     * @param now what they hold today
     */
    boolean holds(HostKeyRepository now) {
        if (!accepted || now.check(name, shown) != OK) {
            return false;
        }
        HostKey[] lines = now.getHostKey(name, null);
        return lines != null && Arrays.stream(lines).noneMatch(line -> "@revoked".equals(line.getMarker()));
    }

    @Override
    public int check(String host, byte[] key) {
        shown = key.clone();
        name = host;
        int result = known.check(host, key);
        accepted = result == OK;
        HostKey[] others = known.getHostKey(host, null);
        boolean fresh = result == NOT_INCLUDED && (others == null || others.length == 0);
        if (rule == HostKeyRule.ACCEPT_NEW && fresh) {
            file.add(host, key);
            accepted = true;
            return OK;
        }
        return result;
    }

    @Override
    public void add(HostKey key, UserInfo info) {
        // Only ACCEPT_NEW takes keys in, by its own way.
    }

    @Override
    public void remove(String host, String type) {
        known.remove(host, type);
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        known.remove(host, type, key);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return known.getKnownHostsRepositoryID();
    }

    @Override
    public HostKey[] getHostKey() {
        return known.getHostKey();
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return known.getHostKey(host, type);
    }
}
