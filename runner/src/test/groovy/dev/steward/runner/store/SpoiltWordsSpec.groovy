package dev.steward.runner.store

import dev.steward.runner.store.patch.PatchException.Kind
import dev.steward.runner.store.trouble.Spoilt
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A word in a table that no version knows is told as such, by whatever table it is in. */
class SpoiltWordsSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StoreFixture fixture = new StoreFixture(dir, new SettableTime(Instant.parse('2026-03-01T03:00:00Z')))

    def 'what a disk has spoilt of #table is told as what this version cannot read'() {
        given:
        fixture.store.connections().connection.withCloseable { it.createStatement().execute("insert into $table $row") }

        when:
        read(fixture.store)

        then:
        def told = thrown(RuntimeException)
        (told instanceof Spoilt ? told : told.cause) instanceof Spoilt

        where:
        table             | row                                                                                                                                                          | read
        'approval'        | "(playbook, file, options, marks, digest, hosts, why, asked_by, asked_at, expires_at, status) values ('a', 'a', '{}', '', '', '', '', '', now(), now(), 'wa?ting')" | { it.approvals().newest(0, 9) }
        'notice'          | "(notice_key, kind, severity, about, title, content, raised_at) values ('k', 'fa?led', 'error', '', '', '', now())"                                            | { it.outbox().last(9) }
        'notice'          | "(notice_key, kind, severity, about, title, content, raised_at) values ('k', 'failed', 'err?r', '', '', '', now())"                                            | { it.outbox().last(9) }
        'image_update'    | "(image, tag, digest, host_name, status, platform, link, seen_at) values ('', '', '', '', 'n?w', '', '', now())"                                               | { it.images().since(Instant.EPOCH, 9) }
        'patch_operation' | "(run, host, mode, status, requested_by, reason, limit_seconds, created_at, message) values (1, 'a', '', 'op?n', '', '', 1, now(), '')"                        | { it.operations().of(1) }
        'reboot_request'  | "(host, reason, requested_by, limit_seconds, status, message, created_at) values ('a', '', '', 1, 'op?n', '', now())"                                          | { it.reboots().one(1) }
        'patch_exception' | "(kind, scope, target, pattern, reason, made_by, made_at) values ('reboot', 'gr?up', '', '', '', '', now())"                                                   | { it.patchExceptions().all(Kind.REBOOT) }
        'upid'            | "(cluster, upid, action, started_at) values ('', 'UP?D', '', now())"                                                                                           | { it.upids().open() }
        'host_known'      | "(host, route, facts, facts_at, facts_run, seen_status) values ('a', '', '{\"a\": ', now(), 1, '')"                                                                                        | { it.hosts().of('a') }
    }
}
