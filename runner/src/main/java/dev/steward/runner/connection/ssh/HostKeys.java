package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.util.Optional;

/** Answers for one connection whether a host key is known, by a rule; keeps the key that was shown. */
final class HostKeys implements HostKeyRepository {

    private final HostKeyRepository known;
    private final HostKeyRule rule;
    private final KnownHostsFile file;
    private byte[] shown;

    HostKeys(HostKeyRepository known, HostKeyRule rule, KnownHostsFile file) {
        this.known = known;
        this.rule = rule;
        this.file = file;
    }

    /** The key that the server showed. */
    Optional<byte[]> shown() {
        return Optional.ofNullable(shown);
    }

    @Override
    public int check(String host, byte[] key) {
        shown = key.clone();
        int result = known.check(host, key);
        HostKey[] others = known.getHostKey(host, null);
        boolean fresh = result == NOT_INCLUDED && (others == null || others.length == 0);
        if (rule == HostKeyRule.ACCEPT_NEW && fresh) {
            file.add(host, key);
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
