package dev.steward.runner.lab.pve.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.state.Pool;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.table.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a caller may call a method (RPCEnvironment.pm, check_api2_permissions). */
public final class Rights {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PveCluster cluster;

    /** The rights in a cluster. */
    public Rights(PveCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether somebody has a privilege at a path; a guest's pool counts as well. */
    public static boolean has(PveCluster cluster, Caller caller, String path, String privilege) {
        List<String> pools = path.matches("/vms/\\d+")
                ? cluster.pool(Integer.parseInt(path.substring(5))).map(Pool::id).stream()
                        .toList()
                : List.of();
        return cluster.access().may(caller, path, privilege, pools);
    }

    /** Refuses whom the method's own words do not let in. */
    public void check(Endpoint endpoint, Caller caller, Map<String, Object> params) {
        if (caller.root()) {
            return;
        }
        if (endpoint.may().equals("root")) {
            throw Refusal.forbidden("user != root@pam");
        }
        try {
            JsonNode may = JSON.readTree(endpoint.may());
            String user = may.path("user").asText();
            if (!user.equals("world") && !(user.equals("all") && caller.known())) {
                String refusal = refusal(may.path("check"), caller, params);
                if (!refusal.isEmpty()) {
                    throw Refusal.forbidden(refusal);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(endpoint.may(), e);
        }
    }

    private String refusal(JsonNode check, Caller caller, Map<String, Object> params) {
        return switch (check.path(0).asText()) {
            case "perm" -> perm(check, caller, params);
            case "or" -> either(check, caller, params);
            case "and" -> all(check, caller, params);
            case "perm-modify" -> modify(check, caller, params);
            case "userid-param" ->
                check.path(1).asText().equals("self")
                                && String.valueOf(params.get("userid")).equals(caller.user())
                        ? ""
                        : "/access, " + check.path(1).asText();
            case "userid-group" -> group(check.path(1), caller);
            default -> has(cluster, caller, "/access/groups", "User.Modify") ? "" : "/access/groups, User.Modify";
        };
    }

    /** Any of the privileges on all groups; the lab has no groups whose members count (PVE::RPCEnvironment, exec_api2_perm_check). */
    private String group(JsonNode privileges, Caller caller) {
        List<String> names = new ArrayList<>();
        privileges.forEach(each -> names.add(each.asText()));
        boolean any = names.stream().anyMatch(each -> has(cluster, caller, "/access/groups", each));
        return any ? "" : "/access/groups, " + String.join("|", names);
    }

    private String modify(JsonNode check, Caller caller, Map<String, Object> params) {
        String path = filled(check.path(1).asText(), params);
        return has(cluster, caller, path, "Permissions.Modify") ? "" : path + ", Permissions.Modify";
    }

    private String either(JsonNode check, Caller caller, Map<String, Object> params) {
        String last = "";
        for (int i = 1; i < check.size(); i++) {
            last = refusal(check.get(i), caller, params);
            if (last.isEmpty()) {
                return "";
            }
        }
        return last;
    }

    private String all(JsonNode check, Caller caller, Map<String, Object> params) {
        for (int i = 1; i < check.size(); i++) {
            String refusal = refusal(check.get(i), caller, params);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        return "";
    }

    private String perm(JsonNode check, Caller caller, Map<String, Object> params) {
        boolean any = false;
        for (int i = 3; i + 1 < check.size(); i += 2) {
            String option = check.get(i).asText();
            any |= option.equals("any");
            if (option.equals("require_param")
                    && !params.containsKey(check.get(i + 1).asText())) {
                return "/" + check.get(i + 1).asText() + ", missing";
            }
        }
        String path = filled(check.path(1).asText(), params);
        List<String> missing = new ArrayList<>();
        List<String> names = new ArrayList<>();
        check.path(2).forEach(each -> {
            names.add(each.asText());
            if (!has(cluster, caller, path, each.asText())) {
                missing.add(each.asText());
            }
        });
        if (any) {
            return missing.size() < names.size() ? "" : path + ", " + String.join("|", names);
        }
        return missing.isEmpty() ? "" : path + ", " + missing.get(0);
    }

    private static String filled(String path, Map<String, Object> params) {
        String text = path;
        for (Map.Entry<String, Object> each : params.entrySet()) {
            text = text.replace("{" + each.getKey() + "}", String.valueOf(each.getValue()));
        }
        return text;
    }
}
