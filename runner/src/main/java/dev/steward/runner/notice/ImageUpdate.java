package dev.steward.runner.notice;

import java.time.Instant;

/**
 * A container image of which a newer version was seen. Nothing is done about it: it is told.
 *
 * @param image without its tag, as {@code docker.io/library/nginx}
 * @param tag as {@code latest}; empty where the image is pinned by a digest
 * @param digest of the version that was seen, as {@code sha256:…}
 * @param host on which it was seen, as the host calls itself
 * @param status new or update
 * @param platform as {@code linux/amd64}; perhaps empty
 * @param link a page about the image; perhaps empty
 * @param seen when we were told
 */
public record ImageUpdate(
        String image,
        String tag,
        String digest,
        String host,
        Status status,
        String platform,
        String link,
        Instant seen) {

    /** Why it was told. */
    public enum Status {
        /** It is watched from now on. */
        NEW,
        /** A newer version of a watched tag. */
        UPDATE;

        /** In lower case. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** As {@code docker.io/library/nginx:1.27}. */
    public String name() {
        return tag.isEmpty() ? image : image + ":" + tag;
    }
}
