import Inventory
import Linux
import Purge
import TestSupport
import Testing
