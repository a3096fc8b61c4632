package dev.steward.runner.lab.pve.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Users, tokens and the access control list of one cluster, and what follows from them (RPCEnvironment.pm). */
public final class Access {

    private static final List<String> TOP =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    private final Roles roles;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final List<Acl> acl = new ArrayList<>();

    /** With root alone. */
    public Access(Roles roles, String rootPassword) {
        this.roles = roles;
        users.put(Caller.ROOT, new User(Caller.ROOT, rootPassword, true));
    }

    public Roles roles() {
        return roles;
    }

    public Map<String, User> users() {
        return users;
    }

    /** By user!name. */
    public Map<String, Token> tokens() {
        return tokens;
    }

    /** The list, to read and to change. */
    public List<Acl> acl() {
        return acl;
    }

    /** Who a password lets in. */
    public Optional<User> user(String id, String password) {
        return Optional.ofNullable(users.get(id))
                .filter(user -> user.enabled() && user.password().equals(password));
    }

    /** Who a token lets in. */
    public Optional<Caller> token(String name, String secret, long now) {
        return Optional.ofNullable(tokens.get(name))
                .filter(token -> token.secret().equals(secret))
                .filter(token -> token.expire() == 0 || token.expire() > now)
                .filter(token -> users.containsKey(token.user()))
                .map(token -> new Caller(token.user(), token.id()));
    }

    /** What a caller may do at a path, each with whether it holds below it too. */
    public Map<String, Boolean> rights(Caller caller, String path) {
        if (caller.token().isEmpty()) {
            return own(caller.user(), path);
        }
        Token token = tokens.get(caller.name());
        Map<String, Boolean> rights = own(caller.user(), path);
        if (token == null || !token.separate()) {
            return rights;
        }
        Map<String, Boolean> own = listed("token", caller.name(), path);
        Map<String, Boolean> both = new TreeMap<>(own);
        both.keySet().retainAll(rights.keySet());
        return both;
    }

    private Map<String, Boolean> own(String user, String path) {
        if (!user.equals(Caller.ROOT)) {
            return listed("user", user, path);
        }
        Map<String, Boolean> all = new TreeMap<>();
        roles.all().forEach(privilege -> all.put(privilege, true));
        return all;
    }

    /** The entry nearest to the path decides; several at one path add up. */
    private Map<String, Boolean> listed(String type, String who, String path) {
        String nearest = null;
        for (Acl line : acl) {
            boolean mine = line.type().equals(type) && line.who().equals(who);
            if (mine && covers(line, path) && (nearest == null || line.path().length() >= nearest.length())) {
                nearest = line.path();
            }
        }
        Map<String, Boolean> rights = new TreeMap<>();
        for (Acl line : acl) {
            if (line.type().equals(type)
                    && line.who().equals(who)
                    && line.path().equals(nearest)) {
                roles.of(line.role()).forEach(privilege -> rights.put(privilege, line.propagate()));
            }
        }
        return rights;
    }

    private static boolean covers(Acl line, String path) {
        String above = line.path().equals("/") ? "/" : line.path() + "/";
        return line.path().equals(path) || line.propagate() && path.startsWith(above);
    }

    /** Whether a caller has a privilege at a path, or at one of the pools' paths that count as well. */
    public boolean may(Caller caller, String path, String privilege, List<String> pools) {
        return rights(caller, path).containsKey(privilege)
                || pools.stream()
                        .anyMatch(pool -> rights(caller, "/pool/" + pool).containsKey(privilege));
    }

    /** What GET /access/permissions shows: every path where something is allowed. */
    public Map<String, Map<String, Boolean>> table(Caller caller) {
        Set<String> paths = new HashSet<>(TOP);
        acl.forEach(line -> paths.add(line.path()));
        Map<String, Map<String, Boolean>> table = new TreeMap<>();
        for (String path : paths) {
            Map<String, Boolean> rights = rights(caller, path);
            if (!rights.isEmpty()) {
                table.put(path, rights);
            }
        }
        return table;
    }
}
