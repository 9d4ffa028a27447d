/** The resource type of the service; those of what it has begin with it. */
export const serviceType = 'Microsoft.ApiManagement/service';
