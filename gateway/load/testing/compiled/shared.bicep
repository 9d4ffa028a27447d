@export()
func pathOf(name string, version int) string => version > 1 ? '${name}/v${version}' : name

@export()
type tool = {
  name: string
  version: int?
  open: bool?
}

@export()
var defaultTags = ['mcp', 'sample']
