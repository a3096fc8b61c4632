// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                String.metaClass.act = { -> new File('target/canary').createNewFile() }
                ''.act()
                debug 'x'
            }
        }
    }
}
