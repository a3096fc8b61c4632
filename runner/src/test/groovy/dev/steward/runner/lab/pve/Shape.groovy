package dev.steward.runner.lab.pve

/** What an answer is made of: fields and types, without values. Objects of a list are one shape, by their own type where they have one. */
class Shape {

    /** How the lab's answer differs from the recorded one; optional names fields that real answers have at times. */
    static List<String> differences(Object recorded, Object lab, Set<String> optional, String at = '') {
        if (recorded == null || lab == null) {
            return []
        }
        if (kind(recorded) != kind(lab)) {
            return ["$at: recorded ${kind(recorded)}, the lab ${kind(lab)}" as String]
        }
        if (recorded instanceof List) {
            return lists(recorded, lab as List, optional, at)
        }
        recorded instanceof Map ? maps([recorded], [lab], optional, at) : []
    }

    private static List<String> lists(List recorded, List lab, Set<String> optional, String at) {
        if (!recorded || !lab) {
            return []
        }
        if (!(recorded[0] instanceof Map)) {
            return differences(recorded[0], lab[0], optional, at + '[]')
        }
        Closure<String> sort = { it instanceof Map && it.type && it.id && !it.upid ? it.type as String : '' }
        Map<String, List> wanted = recorded.groupBy(sort)
        Map<String, List> got = lab.groupBy(sort)
        got.collectMany { type, rows -> wanted[type] ? maps(wanted[type], rows, optional, "$at[$type]") : [] }
    }

    private static List<String> maps(List<Map> recorded, List<Map> lab, Set<String> optional, String at) {
        Set<String> always = recorded.collect { it.keySet() }.inject { a, b -> a.intersect(b) as Set } as Set
        Set<String> ever = recorded.collectMany { it.keySet() } as Set
        if (ever == ['time'] as Set) {
            // Round-robin data of something that was too young then.
            return []
        }
        List<String> found = (always - lab[0].keySet() - optional).collect { "$at.$it: recorded, the lab has none" as String }
        lab.each { row ->
            found += (row.keySet() - ever - optional).collect { "$at.$it: the lab's own" as String }
            row.each { key, value ->
                List values = recorded.collect { it[key] }.findAll { it != null }
                Object like = values.find { value != null && kind(it) == kind(value) }
                like = like == null ? (values ? values.first() : null) : like
                found += differences(like, value, optional, "$at.$key")
            }
        }
        found.unique()
    }

    private static String kind(Object value) {
        value instanceof Map ? 'object' : value instanceof List ? 'list' : value instanceof Number ? 'number' : value instanceof Boolean ? 'boolean' : 'text'
    }
}
