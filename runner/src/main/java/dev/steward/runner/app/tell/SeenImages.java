package dev.steward.runner.app.tell;

import dev.steward.runner.event.RunEvent;
import dev.steward.runner.notice.ImageUpdate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newer container images that a task saw on a host. */
final class SeenImages {

    /** The module that looks for them. */
    static final String MODULE = "containerImages";

    private SeenImages() {}

    /** Each image once, however many containers were made from it. */
    static List<ImageUpdate> newer(RunEvent.TaskFinished finished, Instant now) {
        Map<String, ImageUpdate> all = new LinkedHashMap<>();
        if (finished.data().get("images") instanceof List<?> rows) {
            for (Object one : rows) {
                if (one instanceof Map<?, ?> row && "newer".equals(row.get("state"))) {
                    String image = String.valueOf(row.get("image"));
                    all.put(image, update(image, String.valueOf(row.get("newest")), finished.host(), now));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static ImageUpdate update(String image, String digest, String host, Instant now) {
        int colon = image.lastIndexOf(':');
        boolean tagged = colon > image.lastIndexOf('/');
        return new ImageUpdate(
                tagged ? image.substring(0, colon) : image,
                tagged ? image.substring(colon + 1) : "",
                digest,
                host,
                ImageUpdate.Status.UPDATE,
                "",
                "",
                now);
    }
}
