package dev.steward.runner.git;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;

/** Whether a commit was signed by one of a few SSH keys, as {@code git commit -S} does with {@code gpg.format ssh}. */
final class Signatures {

    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final String NEXT =
            "; sign it ('git config gpg.format ssh', 'git commit -S') with a key of git.signedBy";
    private static final byte[] HEADER = "gpgsig".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> keys;

    /** @param keys public keys as they stand in .pub files */
    Signatures(List<String> keys) {
        this.keys = keys.stream()
                .map(key -> Base64.getDecoder().decode(key.split(" ")[1]))
                .toList();
    }

    /** Why it does not count as signed; empty: it does. */
    Optional<String> refuse(RevCommit commit) {
        String name = "commit " + Revision.brief(commit.name());
        byte[] raw = commit.getRawGpgSignature();
        if (raw == null) {
            return Optional.of(name + " is not signed" + NEXT);
        }
        String signature = new String(raw, StandardCharsets.US_ASCII).strip();
        if (!signature.startsWith(BEGIN) || !signature.endsWith(END)) {
            return Optional.of(name + " is signed, but not by an SSH key" + NEXT);
        }
        try {
            byte[] blob = Base64.getMimeDecoder()
                    .decode(signature.substring(BEGIN.length(), signature.length() - END.length()));
            SshSignature made = SshSignature.read(blob);
            if (!made.namespace().equals("git")) {
                return Optional.of(name + " carries a signature that was made for something other than git" + NEXT);
            }
            if (keys.stream().noneMatch(made::isBy)) {
                return Optional.of(name + " is signed by a key that is not in git.signedBy" + NEXT);
            }
            return made.fits(payload(commit))
                    ? Optional.empty()
                    : Optional.of(name + " is not what was signed: somebody altered it" + NEXT);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of(name + " has a signature that cannot be read: " + e.getMessage() + NEXT);
        }
    }

    /** What was signed: the commit without the signature itself. */
    private static byte[] payload(RevCommit commit) {
        byte[] raw = commit.getRawBuffer();
        int begin = RawParseUtils.headerStart(HEADER, raw, 0) - HEADER.length - 1;
        int end = begin;
        do {
            end = RawParseUtils.nextLF(raw, end);
            // further lines of the same header begin with a space
        } while (end < raw.length && raw[end] == ' ');
        byte[] payload = new byte[raw.length - (end - begin)];
        System.arraycopy(raw, 0, payload, 0, begin);
        System.arraycopy(raw, end, payload, begin, raw.length - end);
        return payload;
    }
}
