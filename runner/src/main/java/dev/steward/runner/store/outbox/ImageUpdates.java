package dev.steward.runner.store.outbox;

import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The newer versions of container images that were told to us. */
public final class ImageUpdates {

    private static final RowMapper<ImageUpdate> ROWS = (row, context) -> new ImageUpdate(
            row.getString("image"),
            row.getString("tag"),
            row.getString("digest"),
            row.getString("host_name"),
            Column.word(row, "status", ImageUpdate.Status.class),
            row.getString("platform"),
            row.getString("link"),
            Column.at(row, "seen_at"));

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public ImageUpdates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Keeps a version of an image once a host; told again, nothing changes.
     *
     * @return false where it is known
     */
    public synchronized boolean add(ImageUpdate update) {
        return jdbi.inTransaction(handle -> {
            int known = handle.select(
                            "select count(*) from image_update where host_name = ? and image = ? and tag = ?"
                                    + " and digest = ?",
                            update.host(),
                            update.image(),
                            update.tag(),
                            update.digest())
                    .mapTo(int.class)
                    .one();
            return known == 0 && insert(handle, update) == 1;
        });
    }

    private static int insert(Handle handle, ImageUpdate update) {
        return handle.execute(
                "insert into image_update (image, tag, digest, host_name, status, platform, link, seen_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                update.image(),
                update.tag(),
                update.digest(),
                update.host(),
                update.status().toString(),
                update.platform(),
                update.link(),
                update.seen());
    }

    /**
     * What was seen from a moment on, newest first; of each image, tag and host only the newest version.
     *
     * @param most at most
     */
    public List<ImageUpdate> since(Instant from, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select u.* from image_update u where u.seen_at >= ? and not exists (select 1 from image_update"
                                + " n where n.host_name = u.host_name and n.image = u.image and n.tag = u.tag"
                                + " and n.id > u.id) order by u.id desc fetch first " + most + " rows only",
                        from)
                .map(ROWS)
                .list());
    }

    /**
     * All that was not told yet, once nothing came for a while.
     *
     * @param quiet the newest was seen before this moment, or
     * @param late the oldest before this one
     * @return empty: nothing, or not yet
     */
    public Optional<Untold> untold(Instant quiet, Instant late) {
        return jdbi.withHandle(handle -> {
            long last = handle.select("select coalesce(max(id), 0) from image_update where noticed = false")
                    .mapTo(long.class)
                    .one();
            List<ImageUpdate> untold = handle.select(
                            "select * from image_update where noticed = false and id <= ? order by id", last)
                    .map(ROWS)
                    .list();
            return untold.isEmpty() || !ripe(untold, quiet, late)
                    ? Optional.<Untold>empty()
                    : Optional.of(new Untold(untold, last));
        });
    }

    /**
     * All up to one are told: they are marked, and the notice is taken, in one transaction.
     *
     * @param last the number of the last one
     * @param notice of a key that this number makes: told by two at once, it is taken once
     * @param channels it goes to
     */
    public void told(long last, Notice notice, Collection<String> channels) {
        jdbi.useTransaction(handle -> {
            handle.execute("update image_update set noticed = true where noticed = false and id <= ?", last);
            Outbox.insert(handle, notice, channels);
        });
    }

    private static boolean ripe(List<ImageUpdate> untold, Instant quiet, Instant late) {
        return untold.get(untold.size() - 1).seen().isBefore(quiet)
                || untold.get(0).seen().isBefore(late);
    }

    /** Removes what was seen before a moment. */
    public void prune(Instant before) {
        jdbi.useHandle(handle -> handle.execute("delete from image_update where seen_at < ?", before));
    }

    /**
     * What is to be told.
     *
     * @param updates at least one, the oldest first
     * @param last the number of the last one
     */
    public record Untold(List<ImageUpdate> updates, long last) {

        public Untold {
            updates = List.copyOf(updates);
        }
    }
}
