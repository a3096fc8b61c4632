package dev.steward.dsl

import static dev.steward.dsl.catalog.Param.Type.*

import dev.steward.dsl.catalog.ModuleCatalog
import dev.steward.dsl.catalog.ModuleSchema
import dev.steward.dsl.catalog.Param

/** A small catalog with a module of every shape. */
class TestCatalog implements ModuleCatalog {

    private final Collection<ModuleSchema> all = [
            module('addHost', [text('name', true), param('groups', TEXTS)], null, true),
            module('apt', [
                    param('name', TEXTS), choice('state', 'present', 'latest', 'absent'), choice('upgrade', 'dist', 'full', 'safe'),
                    param('updateCache', FLAG), param('cacheValidTime', DURATION), param('autoremove', FLAG), param('autoclean', FLAG),
                    param('lockTimeout', DURATION)],
                    null, false, [upgradable: INTEGER, packages: LIST, rebootRequired: FLAG]),
            module('assertThat', [param('that', CONDITIONS, true), text('message')], 'that'),
            module('command', [param('argv', TEXTS, true), text('chdir'), text('stdin')], 'argv', false, [rc: INTEGER, stdout: TEXT, stderr: TEXT]),
            module('confirm', [text('text', true), param('timeout', DURATION), choice('then', 'goOn', 'stop')], 'text', false, [answer: TEXT]),
            module('copy', [text('content'), text('src'), new Param('dest', TEXT, true, [], '', Param.Form.ABSOLUTE_PATH), new Param('mode', TEXT, false, [], '', Param.Form.MODE)]),
            module('debug', [param('text', ANY, true)], 'text'),
            module('fail', [text('text', true)], 'text'),
            module('guest', [choice('state', 'started', 'shutdown', 'stopped'), param('timeout', DURATION)]),
            module('lxc', [param('vmid', INTEGER, true), param('memory', SIZE), param('net0', MAP), text('password')]),
            module('reboot', [text('message'), param('delay', DURATION), param('timeout', DURATION), text('testCommand'), param('auto', FLAG)], null, false, [rebooted: FLAG]),
            module('service', [text('name', true), choice('state', 'started', 'stopped', 'restarted'), param('enabled', FLAG)]),
            module('setFact', [], null, true),
            module('shell', [param('line', SHELL, true), text('chdir')], 'line', false, [rc: INTEGER, stdout: TEXT, stderr: TEXT]),
            module('stat', [text('path', true)], null, false, [exists: FLAG, isdir: FLAG, size: SIZE, mode: TEXT]),
            module('template', [text('src', true), text('dest', true), param('vars', MAP), text('validate')]),
            module('uri', [text('url', true), param('status', INTEGER), param('headers', MAP)], null, false, [status: INTEGER, body: TEXT]),
    ]

    @Override
    String version() { 'test' }

    @Override
    Collection<ModuleSchema> modules() { all }

    private static ModuleSchema module(String name, List<Param> params, String positional = null, boolean freeForm = false, Map<String, Param.Type> returns = [:]) {
        def returned = returns.collect { key, type -> new ModuleSchema.Returned(key, type, '') }
        new ModuleSchema(name, "Does $name.", params, Optional.ofNullable(positional), freeForm, returned)
    }

    private static Param param(String name, Param.Type type, boolean required = false) {
        new Param(name, type, required, [], '')
    }

    private static Param text(String name, boolean required = false) {
        param(name, TEXT, required)
    }

    private static Param choice(String name, String... choices) {
        new Param(name, CHOICE, false, choices as List, '')
    }
}
