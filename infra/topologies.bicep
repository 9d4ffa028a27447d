// The four designs: what each serves (service.json, which the offline gateway boots from) and the text of every policy
// that it names. Bicep takes the name of a file only as a literal, so a policy that is not listed here is not deployed;
// gateway/load/infra.test.ts turns red then.

@description('Service model and policies by topology; policies by the path that service.json has for them.')
@export()
var topologies = {
  broker: {
    service: loadJsonContent('policies/broker/service.json')
    policies: {
      'global.xml': loadTextContent('policies/broker/global.xml')
      'fragments/read-query.xml': loadTextContent('policies/broker/fragments/read-query.xml')
      'fragments/read-form.xml': loadTextContent('policies/broker/fragments/read-form.xml')
      'fragments/read-browser.xml': loadTextContent('policies/broker/fragments/read-browser.xml')
      'fragments/origin.xml': loadTextContent('policies/broker/fragments/origin.xml')
      'fragments/store-create.xml': loadTextContent('policies/broker/fragments/store-create.xml')
      'fragments/store-read.xml': loadTextContent('policies/broker/fragments/store-read.xml')
      'fragments/store-remove.xml': loadTextContent('policies/broker/fragments/store-remove.xml')
      'fragments/seal-token.xml': loadTextContent('policies/broker/fragments/seal-token.xml')
      'fragments/open-token.xml': loadTextContent('policies/broker/fragments/open-token.xml')
      'fragments/to-entra.xml': loadTextContent('policies/broker/fragments/to-entra.xml')
      'fragments/validate-entra-token.xml': loadTextContent('policies/broker/fragments/validate-entra-token.xml')
      'fragments/challenge.xml': loadTextContent('policies/broker/fragments/challenge.xml')
      'fragments/error-page.xml': loadTextContent('policies/broker/fragments/error-page.xml')
      'fragments/token-error.xml': loadTextContent('policies/broker/fragments/token-error.xml')
      'fragments/client-redirect-error.xml': loadTextContent('policies/broker/fragments/client-redirect-error.xml')
      'discovery.xml': loadTextContent('policies/broker/discovery.xml')
      'protected-resource.xml': loadTextContent('policies/broker/protected-resource.xml')
      'authorization-server.xml': loadTextContent('policies/broker/authorization-server.xml')
      'oauth.xml': loadTextContent('policies/broker/oauth.xml')
      'register.xml': loadTextContent('policies/broker/register.xml')
      'authorize.xml': loadTextContent('policies/broker/authorize.xml')
      'consent.xml': loadTextContent('policies/broker/consent.xml')
      'callback.xml': loadTextContent('policies/broker/callback.xml')
      'token.xml': loadTextContent('policies/broker/token.xml')
      'revoke.xml': loadTextContent('policies/broker/revoke.xml')
      'mcp.xml': loadTextContent('policies/broker/mcp.xml')
    }
  }
  direct: {
    service: loadJsonContent('policies/direct/service.json')
    policies: {
      'global.xml': loadTextContent('policies/direct/global.xml')
      'fragments/origin.xml': loadTextContent('policies/direct/fragments/origin.xml')
      'fragments/bearer-challenge.xml': loadTextContent('policies/direct/fragments/bearer-challenge.xml')
      'fragments/read-message.xml': loadTextContent('policies/direct/fragments/read-message.xml')
      'fragments/on-behalf-of.xml': loadTextContent('policies/direct/fragments/on-behalf-of.xml')
      'discovery.xml': loadTextContent('policies/direct/discovery.xml')
      'protected-resource.xml': loadTextContent('policies/direct/protected-resource.xml')
      'mcp.xml': loadTextContent('policies/direct/mcp.xml')
    }
  }
  'gateway-obo': {
    service: loadJsonContent('policies/gateway-obo/service.json')
    policies: {
      'global.xml': loadTextContent('policies/gateway-obo/global.xml')
      'fragments/origin.xml': loadTextContent('policies/gateway-obo/fragments/origin.xml')
      'fragments/bearer-challenge.xml': loadTextContent('policies/gateway-obo/fragments/bearer-challenge.xml')
      'fragments/on-behalf-of.xml': loadTextContent('policies/gateway-obo/fragments/on-behalf-of.xml')
      'discovery.xml': loadTextContent('policies/gateway-obo/discovery.xml')
      'protected-resource.xml': loadTextContent('policies/gateway-obo/protected-resource.xml')
      'exchange.xml': loadTextContent('policies/gateway-obo/exchange.xml')
      'endpoint.xml': loadTextContent('policies/gateway-obo/endpoint.xml')
    }
  }
  'client-credentials': {
    service: loadJsonContent('policies/client-credentials/service.json')
    policies: {
      'global.xml': loadTextContent('policies/client-credentials/global.xml')
      'fragments/origin.xml': loadTextContent('policies/client-credentials/fragments/origin.xml')
      'fragments/refuse-token.xml': loadTextContent('policies/client-credentials/fragments/refuse-token.xml')
      'mcp.xml': loadTextContent('policies/client-credentials/mcp.xml')
    }
  }
}
