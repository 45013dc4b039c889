/**
 * The element sequences of the platform's answers, by the name of the element that holds them; where one name is used
 * for two types, "holder/name". From the vendor's web services guide and from classes that public clients generated
 * from its WSDL. Elements that this stand-in never writes are left out.
 */
const identifier = ['uniqueId', 'primaryKeys']
const maintenanceTerms = 'maintenanceProduct partNumber orderId orderLineNumber startDate expirationDate isPermanent'
const fileRow =
  'FileId SystemFileId FileName Description HasDownloadsRemaining HasCompressedContent IsFileSynced StatusCode ' +
  'CompressedSize ExtendedDescription MassDownloadURL DownloadURL ExternalURL ExecuteUponDownload ' +
  'AdvancedDownloadProperties DownloadMethod NonDownloadableReason CDRequestLink ProductLineReference ' +
  'DownloadPackageReference MD5CheckSum SHA256CheckSum CompletedDownloadCount'
const packageRow =
  'Id SystemId ProductLineId Description EffectiveDate Version isCurrentVersion PartnerCode ExtendedDescr ' +
  'DownloadableFileReferences DownloadableFileCount ManufacturerId StatusCode isExpired isRestricted DownloadInstructions'
const product =
  'licenseTechnology licenseGenerator packageProperties features featureBundles products licenseModels trustedKey ' +
  'virtualTrustedKey partNumbers hostType hostTypes usedOnDevice productCategory customAttributes ' +
  'allowDownloadObsoleteFrInAdmin allowDownloadObsoleteFrInPortal creationDate lastModifiedDate productAttributes'

export const publishedSequences: Readonly<Record<string, readonly string[]>> = {
  statusInfo: ['status', 'reason'],
  primaryKeys: ['name', 'version', 'id', 'partId', 'entitlementId', 'activationId'],
  'userIdentifier/primaryKeys': ['firstName', 'lastName', 'emailAddress', 'phoneNumber'],
  'user/primaryKeys': ['firstName', 'lastName', 'emailAddress', 'phoneNumber'],

  entitlement: ['simpleEntitlement', 'bulkEntitlement'],
  simpleEntitlement: words(
    'entitlementId lastModifiedDateTime description soldTo soldToName shipToEmail shipToAddress ' +
      'emailTemplateVariation state createdUserId lineItems maintenanceLineItems channelPartners allowPortalLogin ' +
      'entitlementAttributes',
  ),
  'simpleEntitlement/entitlementId': ['id', 'autoGenerate'],
  'lineItems/activationId': ['id', 'autoGenerate'],
  'simpleEntitlement/maintenanceLineItems': words(
    `activationId ${maintenanceTerms} parentLineItem associatedLineItems maintenanceLineItemAttributes state`,
  ),
  'maintenanceLineItems/activationId': [...identifier, 'id', 'autoGenerate'],
  lineItems: words(
    'activationId description product partNumber licenseModel alternateLicenseModel1 alternateLicenseModel2 ' +
      'licenseModelAttributes FNPTimeZoneValue policyAttributes orderId orderLineNumber numberOfCopies startDate ' +
      'startDateOption isPermanent term expirationDate versionDate versionDateAttributes lineItemType ' +
      'entitledProducts lineItemAttributes productLine numberOfRemainingCopies fulfilledCount ' +
      'availableExtraActivations isTrustedType state licenseTechnology parentLineItem createdOnDateTime ' +
      'lastModifiedDateTime overdraftMax remainingOverdraftCount',
  ),
  associatedLineItems: identifier,

  entitlementLineItem: words(
    'activationId description state activatableItemType orderId orderLineNumber entitlementId soldTo ' +
      'soldToDisplayName entitlementState entitlementDescription allowPortalLogin shipToEmail shipToAddress ' +
      'parentBulkEntitlementId bulkEntSoldTo bulkEntSoldToDisplayName product productDescription partNumber ' +
      'partNumberDescription licenseTechnology licenseModel alternateLicenseModel1 alternateLicenseModel2 ' +
      'lineItemSupportAction parentLineItem startDate startDateOption isPermanent term expirationDate versionDate ' +
      'versionDateAttributes numberOfCopies fulfilledAmount numberOfRemainingCopies isTrusted customAttributes ' +
      'entitledProducts channelPartners maintenanceLineItems FNPTimeZoneValue createdOnDateTime ' +
      'lastModifiedDateTime createdBy lastModifiedBy lineItemAttributes transferredFromLineItem splitFromLineItem',
  ),
  activationId: identifier,
  entitlementId: identifier,
  soldTo: identifier,
  product: identifier,
  partNumber: identifier,
  'partNumbers/partNumber': [...identifier, 'licenseModel'],
  licenseModel: identifier,
  'responseData/licenseModel': ['licenseModelIdentifier', 'licenseTechnology', 'attributeDetails'],
  licenseModelIdentifier: identifier,
  entitlementAttributes: ['attribute'],
  'entitlementAttributes/attribute': ['attributeName', 'attributeDataType', 'namespace', 'validValues'],
  getEntitlementAttributesResponse: ['statusInfo', 'entitlementAttributes', 'policyAttributes', 'needTimeZone'],
  parentLineItem: identifier,
  'entitlementLineItem/maintenanceLineItems': words(
    `activationId ${maintenanceTerms} state maintenanceLineItemAttributes`,
  ),
  maintenanceProduct: identifier,
  entitledProducts: ['entitledProduct'],
  entitledProduct: ['product', 'quantity'],
  channelPartners: ['channelPartner'],
  channelPartner: ['tierName', 'accountUnit', 'contact', 'currentOwner'],
  accountUnit: identifier,
  contact: ['uniqueId', 'userName', 'primaryKeys'],

  entitlementMaintenanceLineItem: words(
    'activationId state orderId orderLineNumber entitlementId maintenanceProduct maintenanceProductDescription ' +
      'maintenancePartNumber maintenancePartNumberDescription startDate isPermanent expirationDate ' +
      'createdOnDateTime lastModifiedDateTime linkedLineItemActivationId maintenanceLineItemAttributes createdBy ' +
      'lastModifiedBy',
  ),
  maintenancePartNumber: identifier,

  createdSimpleEntitlement: words(
    'recordRefNo uniqueId entitlementId lineItemUniqueIds maintenanceLineItemUniqueIds lineItemIdentifiers ' +
      'maintenanceLineItemIdentifiers',
  ),
  addedLineItems: words(
    'entitlementIdentifier lineItemUniqueIds maintenanceLineItemUniqueIds lineItemIdentifiers ' +
      'maintenanceLineItemIdentifiers',
  ),
  entitlementIdentifier: identifier,
  lineItemIdentifiers: identifier,
  maintenanceLineItemIdentifiers: identifier,
  failedSimpleEntitlement: ['simpleEntitlement', 'reason'],
  failedLineItemData: ['lineItem', 'reason'],
  lineItem: ['entitlementIdentifier', 'lineItems', 'maintenanceLineItems', 'autoDeploy'],

  'responseData/product': words(`uniqueId productName version description state ${product}`),
  uniformSuite: words(`uniqueId suiteName version description state ${product}`),
  maintenance: words(
    'uniqueId maintenanceName version description state allowUpgrades allowUpsells allowRenewals partNumbers',
  ),
  'responseData/partNumber': words(
    'partNumberIdentifier description creationDate lastModifiedDate mappedProduct mappedLicenseModel',
  ),
  partNumberIdentifier: identifier,
  mappedProduct: identifier,
  mappedLicenseModel: identifier,
  products: ['product'],
  'products/product': ['productIdentifier', 'count'],
  productIdentifier: identifier,
  licenseModels: ['licenseModel'],
  partNumbers: ['partNumber'],
  productAttributes: ['attribute'],
  attribute: ['attributeName', 'stringValue'],
  relationship: ['productToRelate', 'relatedProduct', 'relation'],
  productToRelate: identifier,
  relatedProduct: identifier,
  productCategory: ['uniqueId', 'name', 'description', 'categoryAttributes'],

  acctData: words(
    'account name description address visible accountType customAttributes dateLastModified createdDate createdBy ' +
      'lastModifiedBy',
  ),
  account: identifier,
  address: ['address1', 'address2', 'city', 'state', 'zipcode', 'country', 'region'],
  customAttributes: ['attribute'],
  user: words(
    'userIdentifier displayName optIn faxNumber street city state zipcode country status locale timezone shared ' +
      'domain dateCreated dateLastModified dateLastLogin accountRolesList expiryDate customAttributes createdBy ' +
      'lastModifiedBy',
  ),
  'createUserResponse/responseData/user': ['uniqueId', 'userName', 'primaryKeys'],
  userIdentifier: ['uniqueId', 'userName', 'primaryKeys'],
  accountRolesList: ['acctRoles'],
  acctRoles: ['account', 'roles'],
  roles: ['roleName'],
  permissions: ['permission'],

  CurrentDownloadPackage: words(packageRow),
  ArchivedDownloadPackage: words(packageRow),
  DownloadPackage: words(packageRow),
  DownloadableFileReferences: ['FileId', 'SystemFileId'],
  DownloadableFileList: words(fileRow),
  DownloadableFile: words(fileRow),
  getFileDownloadsResponse: ['DownloadableFile', 'FileDownloadLog', 'TotalResults'],
  Member: ['Email', 'FirstName', 'LastName'],
  FileDownloadLog: words('FileDownloadLogId StartDateTime Member EndDateTime DownloadMethod IPAddress'),
  DownloadPackageReference: ['Id', 'SystemId'],
}

function words(list: string): readonly string[] {
  return list.split(' ')
}
