package dev.steward.runner.lab.pve.table;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The named forms of values, with the texts PVE refuses them with (JSONSchema.pm and its users). */
final class Formats {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
    private static final String IPV6 = "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";
    private static final String DNS =
            "(([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)\\.)*([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)";

    private record Form(Pattern pattern, Function<String, String> refusal) {}

    private static final Map<String, Form> FORMS = Map.ofEntries(
            form("pve-vmid", "[1-9][0-9]{2,8}", "value does not look like a valid VM ID\n"),
            form("pve-node", "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?", "value does not look like a valid node name\n"),
            form("ipv4", IPV4, "value does not look like a valid IPv4 address\n"),
            form("ipv6", IPV6, "value does not look like a valid IPv6 address\n"),
            form("ip", IPV4 + "|" + IPV6, "value does not look like a valid IP address\n"),
            form(
                    "pve-ipv4-config",
                    "dhcp|manual|" + IPV4 + "/([1-9]|[12]\\d|3[0-2])",
                    "value does not look like a valid ipv4 network configuration\n"),
            form(
                    "pve-ipv6-config",
                    "auto|dhcp|manual|" + IPV6 + "/\\d{1,3}",
                    "value does not look like a valid ipv6 network configuration\n"),
            form(
                    "mac-addr",
                    "(?i)[a-f0-9][02468ace](:[a-f0-9]{2}){5}",
                    "value does not look like a valid unicast MAC address\n"),
            form("dns-name", DNS, "value does not look like a valid DNS name\n"),
            form("pve-iface", "(?i)[a-z][a-z0-9_]{1,20}([:.]\\d+)?", "invalid network interface name\n"),
            form("disk-size", "(\\d+(\\.\\d+)?)([KMGT])?", "value does not look like a valid disk size\n"),
            form("pve-startup-order", "(order=)?\\d*(,?(order|up|down)=\\d+)*", "unable to parse startup options\n"),
            form("pve-userid", "[^\\s:/]+@[A-Za-z][A-Za-z0-9.\\-_]+", "value does not look like a valid user name\n"),
            form("pve-poolid", "[A-Za-z0-9.\\-_/]+", "value does not look like a valid pool name\n"),
            form("pve-tag", "(?i)[a-z0-9_][a-z0-9_\\-+.]*", "invalid characters in tag\n"),
            named("pve-configid", "(?i)[a-z][a-z0-9_-]+", id -> "invalid configuration ID '" + id + "'\n"),
            named(
                    "pve-storage-id",
                    "(?i)[a-z][a-z0-9\\-_.]*[a-z0-9]",
                    id -> "storage ID '" + id + "' contains illegal characters\n"),
            named("pve-volume-id", "[^:]+:.+", id -> "unable to parse volume ID '" + id + "'\n"),
            named(
                    "pve-ha-resource-or-vm-id",
                    "([a-z]+:\\S+)|\\d+",
                    id -> "value does not look like a valid HA resource ID\n"));

    private Formats() {}

    private static Map.Entry<String, Form> form(String name, String pattern, String refusal) {
        return named(name, pattern, any -> refusal);
    }

    private static Map.Entry<String, Form> named(String name, String pattern, Function<String, String> refusal) {
        return Map.entry(name, new Form(Pattern.compile(pattern), refusal));
    }

    /** What is wrong with a value, empty where nothing is; a form the lab does not know takes all. */
    static String refusal(String format, String value) {
        if (format.endsWith("-list")) {
            String one = format.substring(0, format.length() - "-list".length());
            for (String item : value.split("[,;\\s\\x00]+")) {
                String refusal = item.isEmpty() ? "" : refusal(one, item);
                if (!refusal.isEmpty()) {
                    return refusal;
                }
            }
            return "";
        }
        Form form = FORMS.get(format);
        return form == null || form.pattern().matcher(value).matches()
                ? ""
                : form.refusal().apply(value);
    }
}
