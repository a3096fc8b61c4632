package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.access.Access;
import dev.steward.runner.lab.pve.access.Acl;
import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.access.Token;
import dev.steward.runner.lab.pve.access.User;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.PveCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Signing in, users, tokens and rights (API2/AccessControl.pm). */
public final class AccessCalls {

    private static final List<String> ABOUT = List.of("firstname", "lastname", "email", "comment");

    private AccessCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("POST /access/ticket", AccessCalls::ticket)
                .on("GET /access/ticket", call -> null)
                .on("GET /access/permissions", AccessCalls::permissions)
                .on("GET /access/users", AccessCalls::users)
                .on("POST /access/users", AccessCalls::user)
                .on("GET /access/users/{userid}", AccessCalls::one)
                .on("PUT /access/users/{userid}", AccessCalls::change)
                .on("GET /access/roles", AccessCalls::roles)
                .on("GET /access/acl", AccessCalls::acl)
                .on("PUT /access/acl", AccessCalls::grant)
                .on("GET /access/domains", call -> domains())
                .on("GET /access/groups", call -> List.of());
        String token = " /access/users/{userid}/token/{tokenid}";
        handlers.on("GET /access/users/{userid}/token", AccessCalls::tokens)
                .on("GET" + token, call -> shown(token(call)))
                .on("POST" + token, AccessCalls::newToken)
                .on("PUT" + token, AccessCalls::changeToken)
                .on("DELETE" + token, AccessCalls::removeToken);
    }

    private static Object ticket(Call call) {
        PveCluster cluster = call.cluster();
        String given = call.text("username");
        String name = given.contains("@") ? given : given + "@" + call.text("realm", "pam");
        String password = call.text("password");
        Instant now = cluster.now();
        boolean renewed =
                cluster.tickets().user(password, now).filter(name::equals).isPresent();
        if (!renewed && cluster.access().user(name, password).isEmpty()) {
            throw Refusal.of(401, "authentication failure\n");
        }
        Caller caller = new Caller(name, "");
        return new Row()
                .with("username", name)
                .with("ticket", cluster.tickets().ticket(name, now))
                .with("CSRFPreventionToken", cluster.tickets().csrf(name, now))
                .with("cap", capabilities(cluster, caller))
                .when(cluster.joined(), "clustername", cluster.name());
    }

    /** What the web interface shows or hides; keys as in compute_api_permission. */
    private static Row capabilities(PveCluster cluster, Caller caller) {
        Row cap = new Row();
        Map<String, String> parts = Map.of(
                "vms",
                "VM.",
                "storage",
                "Datastore.",
                "nodes",
                "Sys.",
                "dc",
                "Sys.",
                "access",
                "User.",
                "sdn",
                "SDN.",
                "mapping",
                "Mapping.");
        Map<String, Map<String, Boolean>> table = cluster.access().table(caller);
        parts.forEach((part, prefix) -> {
            Row rights = new Row();
            table.values().forEach(at -> at.keySet().stream()
                    .filter(right -> right.startsWith(prefix))
                    .forEach(right -> rights.with(right, 1)));
            cap.with(part, rights);
        });
        return cap;
    }

    private static Object permissions(Call call) {
        Caller whose = call.caller();
        if (call.has("userid") && !call.text("userid").equals(call.caller().name())) {
            call.need("/access", "Sys.Audit");
            String[] parts = call.text("userid").split("!");
            whose = new Caller(parts[0], parts.length > 1 ? parts[1] : "");
        }
        Access access = call.cluster().access();
        Map<String, Map<String, Boolean>> table = call.has("path")
                ? Map.of(call.text("path"), access.rights(whose, call.text("path")))
                : access.table(whose);
        Row answer = new Row();
        table.forEach((path, rights) -> {
            Row row = new Row();
            rights.forEach((right, propagated) -> row.with(right, propagated ? 1 : 0));
            answer.with(path, row);
        });
        return answer;
    }

    private static Object users(Call call) {
        Access access = call.cluster().access();
        List<Row> rows = new ArrayList<>();
        for (User user : access.users().values()) {
            Row row = new Row()
                    .with("userid", user.id())
                    .with("enable", user.enabled() ? 1 : 0)
                    .with("expire", 0)
                    .with("realm-type", user.id().substring(user.id().indexOf('@') + 1));
            user.about().forEach(row::with);
            if (call.flag("full")) {
                row.with("groups", "");
                row.with(
                        "tokens",
                        access.tokens().values().stream()
                                .filter(token -> token.user().equals(user.id()))
                                .map(token -> shown(token).with("tokenid", token.id()))
                                .toList());
            }
            rows.add(row);
        }
        return rows;
    }

    private static User known(Call call) {
        User user = call.cluster().access().users().get(call.text("userid"));
        if (user == null) {
            throw Refusal.failed("no such user ('" + call.text("userid") + "')");
        }
        return user;
    }

    private static Object one(Call call) {
        User user = known(call);
        Row row = new Row()
                .with("enable", user.enabled() ? 1 : 0)
                .with("expire", 0)
                .with("groups", List.of());
        user.about().forEach(row::with);
        return row;
    }

    private static Object change(Call call) {
        call.quorum();
        call.cluster().access().users().put(known(call).id(), known(call).with(about(call)));
        return null;
    }

    private static Object user(Call call) {
        call.quorum();
        String id = call.text("userid");
        if (call.cluster().access().users().containsKey(id)) {
            throw Refusal.failed("create user failed: user '" + id + "' already exists");
        }
        boolean enabled = !call.text("enable", "1").equals("0");
        User user = new User(id, call.text("password"), enabled);
        call.cluster().access().users().put(id, user.with(about(call)));
        return null;
    }

    private static Map<String, String> about(Call call) {
        Map<String, String> said = new TreeMap<>();
        ABOUT.stream().filter(call::has).forEach(name -> said.put(name, call.text(name)));
        return said;
    }

    private static Object roles(Call call) {
        List<Row> rows = new ArrayList<>();
        call.cluster()
                .access()
                .roles()
                .byName()
                .forEach((name, rights) -> rows.add(new Row()
                        .with("roleid", name)
                        .with("privs", String.join(",", rights))
                        .with("special", 1)));
        return rows;
    }

    private static Object acl(Call call) {
        return call.cluster().access().acl().stream()
                .map(line -> new Row()
                        .with("path", line.path())
                        .with("type", line.type())
                        .with("ugid", line.who())
                        .with("roleid", line.role())
                        .with("propagate", line.propagate() ? 1 : 0))
                .toList();
    }

    private static Object grant(Call call) {
        call.quorum();
        boolean propagate = !call.text("propagate", "1").equals("0");
        List<Acl> acl = call.cluster().access().acl();
        for (String role : call.items("roles")) {
            if (!call.cluster().access().roles().has(role)) {
                throw Refusal.failed("role '" + role + "' does not exist");
            }
            for (String type : List.of("user", "token")) {
                for (String who : call.items(type + "s")) {
                    acl.removeIf(line -> line.path().equals(call.text("path"))
                            && line.who().equals(who)
                            && line.role().equals(role));
                    if (!call.flag("delete")) {
                        acl.add(new Acl(call.text("path"), type, who, role, propagate));
                    }
                }
            }
        }
        return null;
    }

    private static List<Row> domains() {
        return List.of(
                new Row().with("realm", "pam").with("type", "pam").with("comment", "Linux PAM standard authentication"),
                new Row().with("realm", "pve").with("type", "pve").with("comment", "Proxmox VE authentication server"));
    }

    private static Row shown(Token token) {
        return new Row()
                .with("privsep", token.separate() ? 1 : 0)
                .with("expire", token.expire())
                .some("comment", token.comment());
    }

    private static Object tokens(Call call) {
        return call.cluster().access().tokens().values().stream()
                .filter(token -> token.user().equals(call.text("userid")))
                .map(token -> shown(token).with("tokenid", token.id()))
                .toList();
    }

    private static Token token(Call call) {
        Token token = call.cluster().access().tokens().get(call.text("userid") + "!" + call.text("tokenid"));
        if (token == null) {
            throw Refusal.failed("no such token '" + call.text("tokenid") + "' for user '" + call.text("userid") + "'");
        }
        return token;
    }

    private static Object newToken(Call call) {
        call.quorum();
        String name = call.text("userid") + "!" + call.text("tokenid");
        if (call.cluster().access().tokens().containsKey(name)) {
            throw Refusal.bad("tokenid", "Token already exists.");
        }
        return kept(
                call, UUID.randomUUID().toString(), !call.text("privsep", "1").equals("0"));
    }

    private static Row kept(Call call, String secret, boolean separate) {
        Token token = new Token(
                call.text("userid"),
                call.text("tokenid"),
                secret,
                separate,
                call.number("expire", 0),
                call.text("comment"));
        call.cluster().access().tokens().put(token.name(), token);
        return new Row()
                .with("full-tokenid", token.name())
                .with("info", shown(token))
                .with("value", secret);
    }

    private static Object changeToken(Call call) {
        call.quorum();
        Token old = token(call);
        boolean separate = call.has("privsep") ? call.flag("privsep") : old.separate();
        String secret = call.flag("regenerate") ? UUID.randomUUID().toString() : old.secret();
        Row row = kept(call, secret, separate);
        return call.flag("regenerate") ? row : row.get("info");
    }

    private static Object removeToken(Call call) {
        call.quorum();
        call.cluster().access().tokens().remove(token(call).name());
        return null;
    }
}
