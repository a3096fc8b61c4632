package dev.steward.runner.cli.convert;

import picocli.CommandLine.Command;

/** {@code steward import}: what another program knows, as files of Steward. */
@Command(
        mixinStandardHelpOptions = true,
        name = "import",
        description = "Makes playbooks, inventories and steward.yml of what another program exports."
                + " ('steward power import' reads Proxmox Guardian, 'steward convert' one playbook of Ansible.)",
        synopsisSubcommandLabel = "COMMAND")
public final class FromCommand {}
