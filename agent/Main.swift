import Commands
import Linux

@main
enum Main {
    static func main() {
        HostProcess.exit(BezoarProgram.main())
    }
}
