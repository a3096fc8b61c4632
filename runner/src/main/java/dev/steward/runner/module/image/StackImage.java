package dev.steward.runner.module.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One container's image, as its host has it.
 *
 * @param project of compose; empty: the container was made without it
 * @param service of the project; empty as above
 * @param container its name
 * @param said what it was made from
 * @param digests of the manifests by which the image was pulled, as {@code nginx@sha256:…}; none: it was built there
 */
record StackImage(String project, String service, String container, String said, List<String> digests) {

    /** What was found about it. */
    enum State {
        /** The registry means the same image. */
        CURRENT,
        /** The registry has another one under this tag. */
        NEWER,
        /** The compose file asks for one image by its digest. */
        PINNED,
        /** It was built on the host, and no registry has it. */
        BUILT,
        /** Nobody was asked. */
        UNASKED,
        /** The registry did not say. */
        UNKNOWN
    }

    /** Of the line that the script prints: fields divided by tabs. */
    static StackImage of(String line) {
        // Podman says so where Docker says nothing
        String[] fields = line.replace("<no value>", "").split("\t", -1);
        return new StackImage(
                fields[0],
                fields[1],
                fields[2].replaceFirst("^/", ""),
                fields[3],
                fields[4].isBlank() ? List.of() : List.of(fields[4].strip().split(" +")));
    }

    /** Whether it is the image of a digest. */
    boolean is(String digest) {
        return digests.stream().anyMatch(one -> one.endsWith("@" + digest));
    }

    /** As the result of the task holds it. */
    Map<String, Object> row(State state, String digest, String why) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("project", project);
        row.put("service", service);
        row.put("container", container);
        row.put("image", Reference.of(said).map(Reference::whole).orElse(said));
        row.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        row.put("digest", digests.isEmpty() ? "" : digests.get(0).replaceFirst("^.*@", ""));
        row.put("newest", digest);
        row.put("why", why);
        return row;
    }
}
