package dev.steward.runner.doctor;

import dev.steward.runner.proxmox.PveFields;
import java.util.Arrays;
import java.util.List;

/** What a login may do in a cluster ({@code GET /access/permissions}: path, privilege, whether it holds below too). */
final class Rights {

    private final PveFields table;

    Rights(PveFields table) {
        this.table = table;
    }

    boolean none() {
        return table.names().stream()
                .allMatch(path -> table.inside(path).names().isEmpty());
    }

    boolean has(Need need) {
        return Arrays.stream(need.privilege().split("\\|")).anyMatch(one -> has(need.path(), one));
    }

    private boolean has(String path, String privilege) {
        if (!table.node().path(path).isMissingNode()) {
            return table.inside(path).text(privilege).isPresent();
        }
        return !path.equals("/") && table.inside("/").flag(privilege);
    }

    /** The places below a path where it holds, though not for all of it; pools too. */
    List<String> parts(Need need) {
        return table.names().stream()
                .filter(path ->
                        !need.path().equals("/") && (path.startsWith(need.path() + "/") || path.startsWith("/pool/")))
                .filter(path -> Arrays.stream(need.privilege().split("\\|"))
                        .anyMatch(one -> table.inside(path).text(one).isPresent()))
                .sorted()
                .toList();
    }
}
