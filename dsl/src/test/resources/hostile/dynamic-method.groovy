// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                def name = 'exec' + 'ute'
                'touch target/canary'."$name"().waitFor()
                debug 'x'
            }
        }
    }
}
